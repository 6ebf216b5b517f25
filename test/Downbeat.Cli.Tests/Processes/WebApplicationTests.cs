using System.Net;
using Downbeat.Cli.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.Cli.Tests.Processes;

/// <summary>Downbeat in somebody's web application.</summary>
public sealed class WebApplicationTests : IDisposable
{
    private readonly Folder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_has_the_api_by_one_line_and_accounts_protect_it()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _folder.Path });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddDownbeat(downbeat => downbeat.UseSqlite(_folder.File("downbeat.db")));
        await using WebApplication app = builder.Build();
        app.MapGet("/", () => "shop");
        app.MapDownbeatApi();
        await app.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        (await http.GetStringAsync("/", Token)).ShouldBe("shop");
        (await http.GetAsync("/api/v1/overview", Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await app.StopAsync(Token);
    }
}
