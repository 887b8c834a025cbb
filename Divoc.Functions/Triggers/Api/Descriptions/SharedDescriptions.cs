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
            ("detail", "A sentence that says what is wrong, and usually what to do next."),
            ("code", "One of DIVOC's numbers, or a word. New clients should read `errorCode`."),
            ("errorCode", "A word for programs. It stays the same in later versions."),
            ("message", "A sentence for clients of DIVOC: DIVOC's own wording, if DIVOC has one."),
            ("errors", "All errors in the body, each with its place.")),
        new(
            typeof(ValidationMessage),
            "One error or one warning about a body.",
            ("pointer", "The place as a JSON Pointer (RFC 6901) into the body; empty for the whole body."),
            ("code", "A word for programs. It stays the same in later versions."),
            ("detail", "A sentence for the developer of the calling system. It never contains the value.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("BAD_REQUEST", "The request is not correct HTTP.", "Correct the client."),
        Problem(
            "FORBIDDEN",
            "The service asks for no keys, and the call comes from a page of another origin or uses another host name.",
            "Call the service from a program on the same machine, as `localhost`."),
        Problem(
            "FORWARDED_REQUEST",
            "The service asks for no keys, but a proxy passed the request on.",
            "Ask the operator to require keys."),
        Problem(
            "IDEMPOTENCY_KEY_MALFORMED",
            "The Idempotency-Key does not have 1 to 128 visible ASCII characters.",
            "Send another key, such as a UUID."),
        Problem(
            "INTERNAL_SERVER_ERROR",
            "The service failed; its log says why.",
            "Send the call again with the same Idempotency-Key. If it fails again, tell the operator."),
        Problem(
            "MALFORMED_ENCODING",
            "Content-Encoding says gzip, but the body is not gzip or is incomplete.",
            "Compress the body again, or send it uncompressed."),
        Problem("METHOD_NOT_ALLOWED", "This path does not accept this method.", "Use a method that `Allow` names."),
        Problem(
            "NOT_FOUND",
            "It does not exist, or the caller has no access to it, or the path is wrong.",
            "Check path, id and access key. If the certificate may not be issued yet, ask its `statusUrl`."),
        Problem("REQUEST_TIMEOUT", "The body took too long to arrive.", "Send it again; if the connection is slow, send less in one call."),
        Problem(
            "SERVICE_UNAVAILABLE",
            "A part of the service can't be reached at present, or the service is busy.",
            "Send the same call again after the time in Retry-After."),
        Problem(
            "UNAUTHORIZED",
            "The access key is missing, or does not allow this call.",
            "Send your key in the header `x-functions-key`."),
        Problem(
            "UNKNOWN_PARTNER",
            "The access key belongs to no partner.",
            "Send your partner's key, or ask the operator to add its SHA-256 to the settings."),
        Problem(
            "UNSUPPORTED_CHARSET",
            "The charset of the body is not UTF-8.",
            "Send UTF-8, and name UTF-8 or no charset in Content-Type."),
        Problem("UNSUPPORTED_ENCODING", "The Content-Encoding of the body is not gzip.", "Send the body uncompressed, or with gzip."),
        Error("CONTROL_CHARACTER", "A text or name contains a control character.", "Remove it."),
        Error("DATE_ORDER", "Two dates or times are in the wrong order.", "Correct one of them."),
        Error("DUPLICATE_MEMBER", "An object has two members with the same name.", "Remove one of them."),
        Error("EMPTY_ARRAY", "An array has no element.", "Send at least one."),
        Error("ENUM", "The value is not one of the allowed values.", "Send a value that the schema allows."),
        Error("FORMAT", "The value is not in the required form.", "Write it as `detail` says."),
        Error("INVALID_JSON", "The body can't be read as JSON in UTF-8.", "Send correct JSON in UTF-8."),
        Error("LONE_SURROGATE", "A text or name contains half of a surrogate pair.", "Send whole characters."),
        Error("PAYLOAD_TOO_LARGE", "The body is larger than allowed.", "Send less in one call."),
        Error("REQUIRED", "A member is missing or null, or the body is empty.", "Send it."),
        Error("TOO_DEEP", "Values are nested too deeply.", "Use fewer levels."),
        Error("TOO_LONG", "A text or name is too long.", "Shorten it."),
        Error("TOO_MANY_ITEMS", "An array has too many elements.", "Send fewer; split a large array over several calls."),
        Error("TOO_SHORT", "A text is too short.", "Send the whole text."),
        Error("UNKNOWN_MEMBER", "A member is unknown. In an event this is a warning.", "Check the spelling of its name, or leave it out."),
        Error("WRONG_TYPE", "A value has the wrong JSON type.", "Send the type that the schema names."),
    ];

    /// <summary>The codes of an order that can't be read.</summary>
    internal static string[] OfOrders(params string[] more) =>
    [
        "CONTROL_CHARACTER", "DUPLICATE_MEMBER", "FORMAT", "INVALID_JSON", "LONE_SURROGATE", "REQUIRED", "TOO_DEEP", "TOO_LONG",
        "UNKNOWN_MEMBER", "WRONG_TYPE", .. more,
    ];
}
