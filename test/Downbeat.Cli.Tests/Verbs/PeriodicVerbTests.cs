using System.Text.Json.Nodes;
using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Verbs;

public sealed class PeriodicVerbTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_periodic_task_lives_from_add_to_delete()
    {
        await AddAsync("nightly");
        (await ShowAsync("nightly"))["schedule"]!.GetValue<string>().ShouldBe("crontab: 0 4 * * * Europe/Berlin");

        (await Shell.JsonAsync(_folder, "periodic", "edit", "nightly", "--crontab", "30 5 * * *", "--kwargs", """{"year":2027}""", "--queue", "slow")).Done();
        JsonNode edited = await ShowAsync("nightly");
        edited["schedule"]!.GetValue<string>().ShouldBe("crontab: 30 5 * * * Europe/Berlin");
        edited["kwargs"]!["year"]!.GetValue<int>().ShouldBe(2027);
        edited["queue"]!.GetValue<string>().ShouldBe("slow");
        edited["revision"]!.GetValue<int>().ShouldBe(2);

        (await Shell.RunAsync(_folder, "periodic", "disable", "nightly", "--reason", "waits for the tariff")).Done();
        (await ShowAsync("nightly"))["disabled_reason"]!.GetValue<string>().ShouldBe("waits for the tariff");
        (await Shell.RunAsync(_folder, "periodic", "enable", "nightly")).Done();
        (await ShowAsync("nightly"))["enabled"]!.GetValue<bool>().ShouldBeTrue();

        (await Shell.RunAsync(_folder, "periodic", "delete", "nightly", "--yes")).Done();
        (await Shell.JsonAsync(_folder, "periodic", "list")).Done().Array.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_sends_the_message_now_and_history_shows_it()
    {
        await AddAsync("nightly");

        string id = (await Shell.JsonAsync(_folder, "periodic", "run", "nightly")).Done().Json["id"]!.GetValue<string>();

        JsonNode fire = (await Shell.JsonAsync(_folder, "periodic", "history", "nightly")).Done().Array.ShouldHaveSingleItem()!;
        fire["task_id"]!.GetValue<string>().ShouldBe(id);
        fire["kind"]!.GetValue<string>().ShouldBe("manual");
    }

    [Theory]
    [InlineData("minute", "--crontab", "99 * * * *")]
    [InlineData("kwargs", "--kwargs", "[1]")]
    [InlineData("args", "--args", "{}")]
    [InlineData("priority", "--priority", "256")]
    [InlineData("overlap", "--overlap", "sometimes")]
    [InlineData("catch_up", "--catch-up", "maybe")]
    [InlineData("jitter", "--jitter", "-5s")]
    [InlineData("starting_deadline", "--starting-deadline", "soon")]
    public async Task A_bad_value_is_refused_by_its_field_and_changes_nothing(string field, params string[] args)
    {
        await AddAsync("nightly");
        string before = (await ShowAsync("nightly")).ToJsonString();

        (await Shell.RunAsync(_folder, ["periodic", "edit", "nightly", .. args])).Refused(field, "allowed");
        (await Shell.RunAsync(_folder, ["periodic", "add", "other", "--task", "t", "--interval", "5", "--period", "minutes", .. args])).ExitCode.ShouldBe(2);

        (await ShowAsync("nightly")).ToJsonString().ShouldBe(before);
        (await Shell.JsonAsync(_folder, "periodic", "list")).Array.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Names_are_unique_and_unknown_ones_are_told()
    {
        await AddAsync("nightly");

        Answer again = await Shell.RunAsync(_folder, "periodic", "add", "nightly", "--task", "t", "--interval", "5", "--period", "minutes");
        again.ExitCode.ShouldNotBe(0);
        again.Error.ShouldContain("nightly");
        Answer unknown = await Shell.RunAsync(_folder, "periodic", "show", "daily");
        unknown.ExitCode.ShouldNotBe(0);
        unknown.Error.ShouldContain("daily");
    }

    [Fact]
    public async Task Export_and_import_carry_everything_and_can_be_repeated()
    {
        await AddAsync("nightly");
        await Shell.RunAsync(
            _folder, "periodic", "add", "often", "--task", "t", "--interval", "5", "--period", "minutes", "--jitter", "10s", "--tag", "a", "--disabled");
        string document = (await Shell.JsonAsync(_folder, "periodic", "export")).Done().Output;
        string file = _folder.Write("periodic.json", document);
        using var elsewhere = new Folder();

        Kinds(await Shell.JsonAsync(elsewhere, "periodic", "import", file)).ShouldBe(["added", "added"]);
        Kinds(await Shell.JsonAsync(elsewhere, "periodic", "import", file)).ShouldBe(["unchanged", "unchanged"]);
        (await Shell.JsonAsync(elsewhere, "periodic", "export")).Output.ShouldBe(document);

        string changed = _folder.Write("changed.json", document.Replace("interval: 5 minutes", "interval: 6 minutes", StringComparison.Ordinal));
        JsonArray preview = (await Shell.JsonAsync(elsewhere, "periodic", "import", changed, "--dry-run")).Array;
        preview.ToJsonString().ShouldContain("interval: 6 minutes");
        (await Shell.JsonAsync(elsewhere, "periodic", "export")).Output.ShouldBe(document);
        Kinds(await Shell.JsonAsync(elsewhere, "periodic", "import", changed)).ShouldBe(["unchanged", "changed"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"version":2,"periodic_tasks":[]}""")]
    [InlineData("""{"version":1,"periodic_tasks":[{"name":"a","task":"t","schedule":"interval: 1 minutes"},{"name":"b","task":"t","schedule":"never"}]}""")]
    [InlineData("""{"version":1,"periodic_tasks":[{"name":"a","task":"t","schedule":"interval: 1 minutes","colour":"red"}]}""")]
    public async Task A_document_with_a_mistake_changes_nothing(string document)
    {
        (await Shell.RunAsync(_folder, "periodic", "import", _folder.Write("bad.json", document))).Refused("allowed");

        (await Shell.JsonAsync(_folder, "periodic", "list")).Done().Array.ShouldBeEmpty();
    }

    private static string[] Kinds(Answer answer) => [.. answer.Done().Array.Select(change => change!["change"]!.GetValue<string>())];

    private async Task AddAsync(string name)
    {
        (await Shell.RunAsync(
            _folder, "periodic", "add", name, "--task", "reports.build", "--crontab", "0 4 * * *", "--timezone", "Europe/Berlin", "--kwargs", """{"year":2026}""")).Done();
    }

    private async Task<JsonNode> ShowAsync(string name) => (await Shell.JsonAsync(_folder, "periodic", "show", name)).Done().Json;
}
