using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations;

namespace Downbeat.App.Verbs.Accounts;

internal sealed class ChangePasswordVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Whose" };

    public ChangePasswordVerb(IVerbHost host)
        : base(host, "changepassword", "Give somebody another password; it ends all sessions and lifts a lock")
    {
        Add(_name);
        Add(PasswordInput.Stdin);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        People people = run.Get<People>();
        string name = run.Value(_name)!;
        User user = await people.FindAsync(name, cancellationToken) ?? throw new NotFoundException("user", name);
        await people.SetPasswordAsync(new Actor(Environment.UserName, "cli"), user.Id, PasswordInput.Read(run), cancellationToken);
        run.Output.Write(new JsonObject { ["id"] = user.Id.ToString(), ["name"] = user.Name }, $"changed the password of '{user.Name}'");
        return ExitCodes.Done;
    }
}
