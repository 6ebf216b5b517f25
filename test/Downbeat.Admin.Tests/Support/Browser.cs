using System.Net;

namespace Downbeat.Admin.Tests.Support;

/// <summary>A browser without script: it keeps cookies, says where its requests come from, and sends the token of the page it last saw.</summary>
internal sealed class Browser(AdminSite site) : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private HttpClient? _client;

    public HttpClient Client => _client ??= new HttpClient(_handler) { BaseAddress = new Uri(site.Origin) };

    public string? Cookie(string name) => _handler.CookieContainer.GetCookies(new Uri(site.Origin + site.Prefix + "/"))[name]?.Value;

    public void SetCookie(string name, string value) => _handler.CookieContainer.Add(new Cookie(name, value, site.Prefix.Length == 0 ? "/" : site.Prefix, "127.0.0.1"));

    /// <summary>Opens a page of the site.</summary>
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null, site.Origin);

    /// <summary>Opens a page and demands that it is there.</summary>
    public async Task<Answer> OpenAsync(string path)
    {
        Answer answer = await GetAsync(path);
        answer.Status.ShouldBe(200, path + ": " + (answer.Text.Length > 300 ? answer.Text[..300] : answer.Text));
        return answer;
    }

    /// <summary>Sends a form as a page of the site would.</summary>
    public async Task<Answer> PostAsync(string path, IEnumerable<(string Name, string Value)> fields, string? origin = null)
    {
        if (Cookie("downbeat-form") is null)
        {
            await GetAsync("/sign-in");
        }

        return await PostRawAsync(path, [.. fields, ("form-token", Cookie("downbeat-form") ?? "")], origin);
    }

    /// <summary>Sends a form without the token.</summary>
    public Task<Answer> PostRawAsync(string path, IEnumerable<(string Name, string Value)> fields, string? origin = null)
    {
        var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return SendAsync(HttpMethod.Post, path, content, origin ?? site.Origin);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? origin)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith(site.Prefix + "/", StringComparison.Ordinal) ? path : site.Prefix + path) { Content = content };
        // Or a form that is too long is still being sent while it is refused.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 1_000_000;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using HttpResponseMessage response = await Client.SendAsync(request, AdminSite.Token);
        string body = await response.Content.ReadAsStringAsync(AdminSite.Token);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, body, response.Headers.Location?.ToString(), headers);
    }

    public void Dispose()
    {
        _client?.Dispose();
        _handler.Dispose();
    }
}
