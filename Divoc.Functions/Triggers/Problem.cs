using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace Divoc.Functions.Triggers;

/// <summary>
/// A problem document (RFC 9457) with DIVOC's own members <c>code</c> and <c>message</c> in addition to the standard's, so that clients of
/// DIVOC understand it. <c>code</c> is sometimes a number; <c>errorCode</c> is always a word.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">DIVOC's number, or a stable code.</param>
/// <param name="detail">A sentence that says what to do next, without content of the request.</param>
public sealed class Problem(int status, ProblemCode code, string detail) : IResult, IStatusCodeHttpResult
{
    /// <summary>The media type of a problem document.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>A problem whose code is its status, as in DIVOC if there is nothing more to say.</summary>
    public Problem(int status, string detail)
        : this(status, status, detail)
    {
    }

    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <inheritdoc/>
    int? IStatusCodeHttpResult.StatusCode => status;

    /// <summary>The problem as a word; by default that of the code, or the status's name for a code that is a number.</summary>
    public string ErrorCode
    {
        get => field ?? code.Word ?? ReasonPhrases.GetReasonPhrase(status);
        init;
    }

    /// <summary>DIVOC's sentence; null to use the detail.</summary>
    public string? Message { get; init; }

    /// <summary>All validation errors, each with its place.</summary>
    public IReadOnlyList<ValidationMessage> Errors { get; init; } = [];

    /// <summary>The time after which the caller may try again; null if that is not known to help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Additional headers of the answer.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new ProblemBody(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(status),
            status,
            detail,
            code,
            ErrorCode,
            Message ?? detail,
            Errors.Count == 0 ? null : Errors);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, AnswerJson.Readable.ProblemBody);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}

/// <summary>The members of a problem document as they are written.</summary>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    ProblemCode Code,
    [property: JsonConverter(typeof(AnswerTextConverter))] string ErrorCode,
    string Message,
    IReadOnlyList<ValidationMessage>? Errors);
