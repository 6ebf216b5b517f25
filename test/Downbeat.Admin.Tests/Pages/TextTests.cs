using System.Diagnostics;
using System.Xml.Linq;

namespace Downbeat.Admin.Tests.Pages;

public sealed class TextTests
{
    [Fact]
    public void Every_text_that_pages_ask_for_is_in_the_resources()
    {
        string root = FolderOfTheSolution();
        HashSet<string> known = [.. XDocument.Load(Path.Combine(root, "src/Downbeat.Admin/Texts/Strings.resx")).Root!.Elements("data").Select(data => data.Attribute("name")!.Value.ToUpperInvariant())];
        var missing = new List<string>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "src/Downbeat.Admin"), "*.*", SearchOption.AllDirectories).Where(IsSource))
        {
            string source = File.ReadAllText(file);
            foreach (string start in new[] { "T[\"", "English[\"", "Label=\"", "Help=\"" })
            {
                for (int at = source.IndexOf(start, StringComparison.Ordinal); at >= 0; at = source.IndexOf(start, at + 1, StringComparison.Ordinal))
                {
                    int from = at + start.Length;
                    int to = source.IndexOf('"', from);
                    string text = source[from..to];
                    bool isOurs = (at == 0 || !char.IsLetter(source[at - 1])) && text.Length > 0 && !text.StartsWith('@') && text[^1] != '\\';
                    if (isOurs && !known.Contains(text.ToUpperInvariant()))
                    {
                        missing.Add($"{Path.GetFileName(file)}: {text}");
                    }
                }
            }
        }

        missing.ShouldBeEmpty("python3 eng/texts.py gathers them");
    }

    private static bool IsSource(string file) => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal);

    private static string FolderOfTheSolution()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Downbeat.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new UnreachableException($"No Downbeat.slnx above '{AppContext.BaseDirectory}'.");
    }
}
