using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

internal static class Answer
{
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, ApiJson.Options, statusCode: status);

    public static IResult Created<T>(T value, string location) => new WithLocation(Json(value, StatusCodes.Status201Created), location);

    public static IResult Nothing() => Results.NoContent();

    private sealed class WithLocation(IResult inner, string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = location;
            return inner.ExecuteAsync(httpContext);
        }
    }
}
