using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations;

namespace Downbeat.App.Verbs.Accounts;

internal sealed class CreateSuperuserVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The name to sign in with" };

    public CreateSuperuserVerb(IVerbHost host)
        : base(host, "createsuperuser", "Add an administrator of the admin site and the HTTP API")
    {
        Add(_name);
        Add(PasswordInput.Stdin);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        string password = PasswordInput.Read(run);
        var actor = new Actor(Environment.UserName, "cli");
        User user = await run.Get<People>().AddAsync(actor, run.Value(_name)!, password, AccountRole.Administrator, cancellationToken);
        run.Output.Write(
            new JsonObject { ["id"] = user.Id.ToString(), ["name"] = user.Name, ["role"] = "administrator" }, $"added administrator '{user.Name}'");
        return ExitCodes.Done;
    }
}
