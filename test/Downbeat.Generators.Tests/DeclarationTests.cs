using System.Reflection;
using Downbeat.Generators.Tests.Compiling;

namespace Downbeat.Generators.Tests;

public sealed class DeclarationTests
{
    [Fact]
    public async Task A_static_method_runs()
    {
        Assembly assembly = Sample.Of("""
            public partial class Tasks
            {
                /// <summary>Adds <paramref name="x"/> and y.</summary>
                /// <param name="x">The first.</param>
                [BackgroundTask("add", MaxRetries = 2, RateLimit = "10/s")]
                public static int Add(int x, int y = 3) => x + y;
            }
            """).Load();

        (await Run.Async(assembly.Definition("add"), "[1, 2]")).ShouldBe("3");
    }
}
