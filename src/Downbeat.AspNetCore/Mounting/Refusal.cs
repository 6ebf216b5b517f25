using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>Why a request is not answered as it was meant.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">What is wrong, as a word: <c>invalid-value</c>.</param>
/// <param name="Title">What is wrong, the same words every time.</param>
/// <param name="Detail">What is wrong here, and what to do.</param>
internal sealed record Refusal(int Status, string Kind, string Title, string Detail)
{
    private const int LongestValue = 200;

    /// <summary>The field that was refused.</summary>
    public string? Field { get; init; }

    /// <summary>The value that was refused.</summary>
    public string? Value { get; init; }

    /// <summary>What is allowed instead.</summary>
    public string? Allowed { get; init; }

    /// <summary>After how many seconds to try again.</summary>
    public int? RetryAfter { get; init; }

    public static Refusal NotSignedIn { get; } = new(
        StatusCodes.Status401Unauthorized, "not-signed-in", "Not signed in", "Sign in, or send an API token: Authorization: Bearer dbt_…");

    public static Refusal WrongPassword { get; } = new(
        StatusCodes.Status401Unauthorized,
        "wrong-password",
        "Not signed in",
        "Name or password is wrong, or the account is locked for some minutes after too many attempts.");

    public static Refusal Forbidden { get; } = new(
        StatusCodes.Status403Forbidden, "forbidden", "Not allowed", "Your role does not allow this; an administrator can change that.");

    public static Refusal NotFound { get; } = new(StatusCodes.Status404NotFound, "not-found", "Not found", "There is nothing here.");

    public static Refusal Unprotected { get; } = new(
        StatusCodes.Status403Forbidden, "unprotected", "Nothing protects this", "Only requests from this machine are answered while developing.");

    public static Refusal Broken { get; } = new(
        StatusCodes.Status500InternalServerError, "error", "Something is broken", "The program's log says what. Nothing more is told here.");

    /// <summary>What an error means for who asked; null when it is none of ours and nobody may know more.</summary>
    public static Refusal? Of(Exception exception) => exception switch
    {
        InvalidValueException refused => new Refusal(StatusCodes.Status400BadRequest, "invalid-value", "A value is not allowed", Masking.Text(refused.Message))
        {
            Field = refused.Field, Value = Shown(refused.Value), Allowed = refused.Allowed,
        },
        ForbiddenException => Forbidden,
        NotFoundException => NotFound with { Detail = exception.Message },
        ConflictException => new Refusal(StatusCodes.Status409Conflict, "conflict", "Somebody else was faster", exception.Message),
        DownbeatException { IsTransient: true } => Away(exception.Message),
        UnavailableException => Away(exception.Message),
        DownbeatException => new Refusal(StatusCodes.Status422UnprocessableEntity, "refused", "Refused", Masking.Text(exception.Message)),
        BadHttpRequestException bad => new Refusal(bad.StatusCode, "bad-request", "The request cannot be read", bad.Message),
        _ => null,
    };

    private static Refusal Away(string message)
    {
        return new Refusal(StatusCodes.Status503ServiceUnavailable, "unavailable", "Not available right now", Masking.Text(message)) { RetryAfter = 5 };
    }

    private static string? Shown(object? value)
    {
        string? text = value is null ? null : Masking.Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        return text?.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }
}
