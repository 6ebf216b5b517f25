using Spectre.Console;

namespace Downbeat.App.Output;

/// <summary>Plain tables. Everything in them is text: nothing that came from a database is read as markup.</summary>
internal static class Tables
{
    public static Table Create(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)) { NoWrap = true });
        }

        return table;
    }

    public static void Add(this Table table, params ReadOnlySpan<string?> cells)
    {
        var row = new List<Text>(cells.Length);
        foreach (string? cell in cells)
        {
            row.Add(new Text(Texts.OrDash(cell)));
        }

        table.AddRow(row);
    }
}
