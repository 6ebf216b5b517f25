using System.Text;
using Downbeat.Protocol;
using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Tests.Execution;

public sealed class EmbedsTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"callbacks":null,"errbacks":null,"chain":null,"chord":null}""")]
    [InlineData("""{"callbacks":[],"errbacks":[],"chain":[],"chord":{}}""")]
    [InlineData("""{"something_new":[1]}""")]
    public void A_message_that_asks_for_nothing_is_run(string embed)
    {
        FindProblem(embed).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"callbacks":[{"task":"a"}]}""", "callbacks")]
    [InlineData("""{"errbacks":[{"task":"a"}]}""", "errbacks")]
    [InlineData("""{"chain":[{"task":"a"}],"chord":{"task":"b"}}""", "chain, chord")]
    public void A_message_that_asks_for_more_than_its_task_says_what(string embed, string asked)
    {
        FindProblem(embed)!.ShouldStartWith($"its body asks for {asked} after the task, which this version of Downbeat cannot do");
    }

    private static string? FindProblem(string embed)
    {
        return Embeds.FindProblem(MessageBody.Parse(Encoding.UTF8.GetBytes($"[[],{{}},{embed}]")).Embed);
    }
}
