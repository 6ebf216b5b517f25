using System.Text;
using Downbeat.Generators.Tests.Compiling;

namespace Downbeat.Generators.Tests.Golden;

/// <summary>What is generated, as somebody read and approved it.</summary>
public sealed class GoldenTests
{
    private const string Folder = "test/Downbeat.Generators.Tests/Golden/data/";

    [Theory]
    [InlineData("class-with-services")]
    [InlineData("static-class")]
    [InlineData("nested-disposable")]
    [InlineData("lambdas")]
    public void Generated_code_is_as_approved(string name)
    {
        Sample sample = Sample.Of(File.ReadAllText(Approval.InRepository($"{Folder}{name}.source.txt")));
        var text = new StringBuilder();
        foreach ((string file, string code) in sample.Generated.OrderBy(generated => generated.Key, StringComparer.Ordinal))
        {
            text.Append("// ---- ").Append(file).Append('\n').Append(code);
        }

        sample.Problems().ShouldBeEmpty();
        Approval.Check($"{Folder}{name}.approved.txt", text.ToString());
    }

    [Fact]
    public void Every_approved_text_has_its_source()
    {
        string[] Names(string kind) => [.. Directory.GetFiles(Approval.InRepository(Folder), $"*.{kind}.txt").Select(path => Path.GetFileName(path)[..^(kind.Length + 5)]).Order(StringComparer.Ordinal)];

        Names("approved").ShouldBe(Names("source"));
        Names("source").ShouldBe(["class-with-services", "lambdas", "nested-disposable", "static-class"]);
    }
}
