using Downbeat.Serialization;

namespace Downbeat.Tests.Serialization;

public sealed class TypeNamesTests
{
    [Theory]
    [InlineData(typeof(int), "int")]
    [InlineData(typeof(int?), "int?")]
    [InlineData(typeof(string[]), "string[]")]
    [InlineData(typeof(int[,]), "int[,]")]
    [InlineData(typeof(Dictionary<string, List<DateOnly?>>), "Dictionary<string, List<DateOnly?>>")]
    [InlineData(typeof(TypeNamesTests), "TypeNamesTests")]
    public void Types_are_called_as_in_the_code(Type type, string name) => TypeNames.Of(type).ShouldBe(name);
}
