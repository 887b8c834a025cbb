using Divoc.Functions.Domain;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes what several groups of functions have: problem documents, and the errors in them.</summary>
internal sealed class SharedDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(ProblemBody),
            "Why a call was refused (RFC 9457), with the members that clients of DIVOC read.",
            ("type", "Always `about:blank`."),
            ("title", "The name of the status."),
            ("status", "The HTTP status."),
            ("detail", "A sentence that says what to do next."),
            ("code", "A number of DIVOC's, or a word. New clients read `errorCode`."),
            ("errorCode", "A stable word."),
            ("message", "DIVOC's own sentence."),
            ("errors", "Everything that is wrong with the body, each with its place.")),
        new(
            typeof(ValidationMessage),
            "One thing that is wrong with a body, or doubtful.",
            ("pointer", "Where: a JSON Pointer (RFC 6901) into the body; empty for the whole body."),
            ("code", "A stable word."),
            ("detail", "A sentence for the developer of the calling system, without the value.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("BAD_REQUEST", "The request is not HTTP as it must be.", "Mend the client."),
        Problem("FORBIDDEN", "A page of another origin, or another host name, calls a service that asks for no keys.", "Call from a program of the same machine, by `localhost`."),
        Problem("FORWARDED_REQUEST", "A proxy passed the request on to a service that asks for no keys.", "Have the operator ask for keys."),
        Problem("IDEMPOTENCY_KEY_MALFORMED", "The Idempotency-Key has not 1 to 128 visible ASCII characters.", "Send another one, such as a UUID."),
        Problem("INTERNAL_SERVER_ERROR", "The service failed; its log says why.", "Send the call again with the same Idempotency-Key; tell the operator if it fails again."),
        Problem("MALFORMED_ENCODING", "The body is not gzip, or not all of it, although Content-Encoding says so.", "Pack the body anew, or send it as it is."),
        Problem("METHOD_NOT_ALLOWED", "The path is not called by this method.", "Use one of those in `Allow`."),
        Problem("NOT_FOUND", "There is none, or none that the caller reaches, or no such path.", "Check the id and the key; ask the `statusUrl` of a certificate that is not issued yet."),
        Problem("REQUEST_TIMEOUT", "The body took too long to arrive.", "Send it again, in smaller parts over a slow line."),
        Problem("SERVICE_UNAVAILABLE", "A part of the service can't be reached just now, or it is busy.", "Send the same call again after the time in Retry-After."),
        Problem("UNAUTHORIZED", "The access key is missing, or opens no such function.", "Send your key in `x-functions-key`."),
        Problem("UNKNOWN_PARTNER", "The access key belongs to no partner.", "Send your partner's key; have the operator enter its SHA-256."),
        Problem("UNSUPPORTED_CHARSET", "The body is in a charset other than UTF-8.", "Send UTF-8, and say so or say nothing."),
        Problem("UNSUPPORTED_ENCODING", "The body has a Content-Encoding other than gzip.", "Send it as it is, or with gzip."),
        Error("CONTROL_CHARACTER", "A text or name holds a control character.", "Take it out."),
        Error("DATE_ORDER", "Two dates or times are in the wrong order.", "Correct one of them."),
        Error("DUPLICATE_MEMBER", "An object has two members of one name.", "Leave one of them out."),
        Error("EMPTY_ARRAY", "An array has no element.", "Send one at least."),
        Error("ENUM", "None of the allowed values.", "Send one of those that the schema has."),
        Error("FORMAT", "Not written as it must be.", "Write it as `detail` says."),
        Error("INVALID_JSON", "The body is not JSON in UTF-8.", "Send JSON."),
        Error("LONE_SURROGATE", "A text or name holds half of a surrogate pair.", "Send whole characters."),
        Error("PAYLOAD_TOO_LARGE", "The body is larger than its bound.", "Send less in one call."),
        Error("REQUIRED", "A member is missing or null, or the body is empty.", "Send it."),
        Error("TOO_DEEP", "Values are nested too deep.", "Nest them less."),
        Error("TOO_LONG", "A text or name is too long.", "Shorten it."),
        Error("TOO_MANY_ITEMS", "An array has too many elements.", "Send several calls."),
        Error("TOO_SHORT", "A text is too short.", "Send the whole text."),
        Error("UNKNOWN_MEMBER", "A member is not known. In an event it is a warning.", "Look for a misspelt name."),
        Error("WRONG_TYPE", "A value is of another JSON type.", "Send the type that the schema has."),
    ];

    /// <summary>The codes of an order that can't be read.</summary>
    internal static string[] OfOrders(params string[] more) =>
    [
        "CONTROL_CHARACTER", "DUPLICATE_MEMBER", "FORMAT", "INVALID_JSON", "LONE_SURROGATE", "REQUIRED", "TOO_DEEP", "TOO_LONG", "UNKNOWN_MEMBER", "WRONG_TYPE", .. more,
    ];
}
