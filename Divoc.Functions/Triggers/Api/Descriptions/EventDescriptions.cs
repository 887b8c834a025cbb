using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Ledger;
using Divoc.Functions.Types;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes the functions that certify events, whatever their route.</summary>
internal sealed class EventDescriptions(CertificateTypes types, CredentialFormats formats) : ApiDescriptions
{
    /// <summary>What a caller must know of a certify call.</summary>
    public const string CertifyText =
        """
        Accepts all events of an array or none. Each accepted event has its `certificateId` at once; the certificate is issued within seconds, and `statusUrl` says when. An event that is certified
        already is answered as `DUPLICATE`. Arrays of up to 100 events a minute go the interactive lane, larger ones the bulk lane (both by default).
        """;

    /// <summary>What a caller must know of an update call.</summary>
    public const string UpdateText =
        """
        Corrects certificates: all of the array or nothing. Each event is sent whole, and names its certificate by what makes it the same: code, programme and what its type adds. The corrected
        certificate has an id of its own and takes the place of the one in `replaces`. What changes nothing is answered with `UNCHANGED`.
        """;

    private static readonly string[] Rules =
    [
        "AGE_RANGE", "CONTACT", "CONTROL_CHARACTER", "DATE_ORDER", "DUPLICATE", "DUPLICATE_MEMBER", "EMPTY_ARRAY", "EVENT_TOO_LARGE", "FUTURE_DATE", "INVALID_JSON", "LONE_SURROGATE", "MAXIMUM", "META_TOO_LARGE",
        "MISSING_FIELDS", "MORE_FAULTS", "NOT_WHOLE", "PRE_ENROLLMENT_CODE", "PROGRAM_ID_REQUIRED", "QR_TOO_LARGE", "RESERVED_MEMBER", "SHOWS_NOTHING", "TEXT_DIRECTION", "TOO_DEEP", "TOO_LONG", "TOO_MANY_ITEMS",
        "WRONG_TYPE",
    ];

    /// <summary>What an accepted call is answered with.</summary>
    public static IReadOnlyList<ApiAnswer> Accepted { get; } = [new(200, "All events are accepted.", ApiContent.Of(AnswerJson.Readable.AcceptedBody))];

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Of("CertifyEvents", "Certify events of a type", CertifyText, isUpdate: false),
        Of("UpdateEvents", "Correct certificates of a type", UpdateText, isUpdate: true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(AcceptedBody),
            "What was accepted.",
            ("requestId", "The id of the request."),
            ("statusUrl", "Where to ask what has become of its events."),
            ("warnings", "What is doubtful, or not certified as it was sent; a code and a sentence for each place."),
            ("certificates", "One entry for each event, in their order.")),
        new(
            typeof(AcceptedCertificate),
            "One event of an accepted request.",
            ("index", "Its place in the array, from 0."),
            ("preEnrollmentCode", "The person's code, as sent."),
            ("certificateId", "The id of its certificate; of a duplicate, or an update that changes nothing, that of the certificate there is, if the caller reaches it."),
            ("status", "`QUEUED`, `DUPLICATE` or `UNCHANGED`."),
            ("url", "Where the certificate will be; absent for a duplicate of one that the caller does not reach."),
            ("replaces", "The certificate that it is to replace; absent unless the call is an update.")),
        new(
            typeof(RequestedState),
            "What has become of an event.",
            ("QUEUED", "accepted and on its way"),
            ("ISSUED", "the certificate exists"),
            ("DUPLICATE", "another certificate of the same event exists; this one made none"),
            ("UNCHANGED", "an update that says what the certificate says already"),
            ("CONFLICT", "an update that came too late: what it was to replace had been replaced or revoked"),
            ("FAILED", "it will not become a certificate unless an operator replays it; `reason` says why")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("ACCEPT_INCOMPLETE", "The request is stored, but not all of its events are queued.", "Send the same call again with the same Idempotency-Key: it goes on where it stopped."),
        Problem("ENROLLMENT_FULL", $"A person has {CertificateLedger.MaximumVersions} certificates of the caller, or a certificate as many changes as can be.", "Leave the elements out that `errors` names; a full history can still be revoked."),
        Problem("IDEMPOTENCY_KEY_REUSED", "The Idempotency-Key came before with another body.", "Use a new key for a new request."),
        Problem("TOO_MANY_EVENTS", "The partner has sent as many events, or had as many signed, as it may within ten minutes.", "Wait as long as Retry-After says and send the call again."),
        Problem("UNKNOWN_SHAPE", "The type has no such shape, or no format can write it.", "Send one of those that `detail` names."),
        Problem("UNKNOWN_TYPE", "There is no certificate type of this name.", "`GET /types` lists those that there are."),
        Error("AGE_RANGE", "No human is so old.", "Correct the age."),
        Error("CONTACT", "There is no contact, or one without `tel:` or `mailto:`.", "Send it with its scheme, such as `tel:+94715550142`."),
        Error("DUPLICATE", "Two elements of the array are the same event.", "Leave one of them out."),
        Error("ENROLLMENT_FULL", "The partner has as many certificates under this code as can be.", "Leave the element out."),
        Error("EVENT_TOO_LARGE", $"An element has more than {IntakeLimits.EventBytes / 1024} KiB.", "Shorten its texts."),
        Error("FUTURE_DATE", "A date or time lies in the future.", "Correct it; check the clock and the offset."),
        Error("MAXIMUM", "A number is too large.", "Correct it."),
        Error("META_TOO_LARGE", $"`meta` has more than {IntakeLimits.MetaBytes / 1024} KiB.", "Send less of it."),
        Error("MINIMUM", "A number is too small.", "Correct it."),
        Error("MISSING_FIELDS", "Neither age nor date of birth can be used.", "Send one of them."),
        Error("MORE_FAULTS", $"There are more than the {IntakeLimits.ListedFaults} errors or warnings that are listed.", "Mend those that are listed and send it again."),
        Error("NOT_CERTIFIED", "An update finds no live certificate to replace.", "Certify the event instead, or look at what happened to the certificate."),
        Error("NOT_WHOLE", "A number has a fraction.", "Send a whole number."),
        Error("OWNER_BARRED", "An operator has barred the partner from this code.", "Leave the element out, or ask the operator."),
        Error("PRE_ENROLLMENT_CODE", $"The code can't stand in a URL, or has more than {IntakeLimits.PreEnrollmentCodeCharacters} characters.", "Use letters, digits, hyphens, dots and underscores."),
        Error("PROGRAM_ID_REQUIRED", "`programId` is missing, though the service asks for it.", "Send it."),
        Error("QR_TOO_LARGE", "The certificate would fit into no QR code.", "Shorten its texts."),
        Error("RESERVED_MEMBER", "`meta` has a member that only the service writes.", "Leave it out."),
        Error("SHOWS_NOTHING", "A required text has only characters that nobody sees.", "Send a text that can be read."),
        Error("TEXT_DIRECTION", "A text overrides the writing direction, or begins an embedding that does not end in it.", "Take the control characters out. An embedding that ends is only a warning."),
        Error("UPDATE_LIMIT", "The certificate was corrected as often as it may be.", "Revoke it and certify the event anew."),
        Warning("AGE_CONTRADICTS_DOB", "Age and date of birth contradict each other.", "Send the right ones with an update."),
        Warning("DOB_DROPPED", "The date of birth is before 1901, which the credential takes for not known.", "Nothing; the age stands where it was sent."),
        Warning("DOB_INEXACT", "The date of birth is not known to the day.", "Send an update once it is known."),
        Warning("DOB_INVENTED", "The credential's date of birth is made of the age.", "Send an update once the date is known."),
        Warning("DUPLICATE_DIFFERS", "The event is certified already with other content, and stays so.", "Send it with PUT to correct the certificate."),
        Warning("UNPRINTABLE_CHARACTER", "The page prints a character only as its code.", "Nothing; the credential and the QR code have it."),
        Failure("DEAD_LETTERED", "The queue gave no reason.", "Replay it."),
        Failure("DISCARDED", "An operator, or the partner that sent it, discarded it.", "Nothing: it can't be replayed."),
        Failure("ENROLLMENT_FULL", "The partner has as many certificates under the code as can be.", "Discard it."),
        Failure("ENROLLMENT_UNREADABLE", "The ledger can't be read.", "Restore it from a backup, then replay."),
        Failure("MAX_DELIVERY_COUNT_EXCEEDED", "The queue gave it up after ten deliveries.", "Look for a crash in the log, then replay."),
        Failure("NOT_AN_EVENT", "The message is no certification event.", "Find out who sends to the queue."),
        Failure("NOT_A_CHANGE", "The message is no change of a ledger.", "Find out who sends to the queue."),
        Failure("NOT_A_WEBHOOK", "The message is no event for a partner.", "Find out who sends to the queue."),
        Failure("NOT_SIGNABLE", "Its data can't be signed as a whole.", "Discard it, and send the event with other data."),
        Failure("OWNER_BARRED", "An operator has barred the partner from the code.", "Admit the partner and replay, or discard it."),
        Failure("QR_TOO_LARGE", "The credential does not fit into a QR code.", "Discard it, and send the event with shorter texts."),
        Failure("TOO_MANY_ATTEMPTS", "It failed ten times; `detail` names the last fault.", "Remove the cause, then replay."),
        Failure("WEBHOOK_FAILED", "The partner's webhook did not take the event in a day.", "Have the partner look at its webhook, then replay."),
        Failure("WEBHOOK_GONE", "The partner's webhook answered that it wants no more events.", "Ask the partner; take the webhook out of the settings, or replay."),
    ];

    /// <summary>The codes of a refused call.</summary>
    /// <param name="isUpdate">Whether it corrects certificates.</param>
    /// <param name="ofType">Codes that only the type has.</param>
    public static Dictionary<int, string[]> ProblemsOf(bool isUpdate, params string[] ofType)
    {
        var problems = new Dictionary<int, string[]>
        {
            [400] = [.. Rules, .. ofType],
            [409] = ["ENROLLMENT_FULL", "OWNER_BARRED"],
            [413] = ["PAYLOAD_TOO_LARGE"],
            [422] = ["REQUIRED", "TOO_SHORT", "ENUM", "MINIMUM", "FORMAT", "IDEMPOTENCY_KEY_REUSED"],
            [429] = ["TOO_MANY_EVENTS"],
            [503] = ["ACCEPT_INCOMPLETE"],
        };
        if (isUpdate)
        {
            problems.Add(412, ["NOT_CERTIFIED", "UPDATE_LIMIT"]);
        }

        return problems;
    }

    /// <summary>The body of a call in some shapes of types.</summary>
    public static ApiBody BodyOf(params IReadOnlyList<(ICertificateType Type, RequestShape Shape)> shapes)
    {
        var (type, first) = shapes[0];
        return new(
            $"An array of 1 to {IntakeLimits.Elements} events, at most {IntakeLimits.BodyBytes / 1024 / 1024} MiB in all, {IntakeLimits.DocumentLevels} levels deep, of each text at most "
            + $"{IntakeLimits.TextCharacters} characters. Members that are not known are passed over with a warning.",
            new ApiContent("application/json", schemas => Array(shapes, schemas)) { Example = new JsonArray(JsonNode.Parse(type.SampleOf(first).GetRawText())) });
    }

    private static OpenApiSchema Array(IReadOnlyList<(ICertificateType Type, RequestShape Shape)> shapes, ApiSchemas schemas)
    {
        var items = shapes.Select(shape => schemas.OfEvent(shape.Type, shape.Shape)).ToList();
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = IntakeLimits.Elements,
            Items = items.Count == 1 ? items[0] : new OpenApiSchema { AnyOf = items },
        };
    }

    private OperationDescription Of(string function, string summary, string text, bool isUpdate)
    {
        var known = types.Current.Newest
            .SelectMany(type => type.Shapes.Where(shape => formats.Issuing(type.Name, type.Version, shape.Name) is not null).Select(shape => (Type: type, Shape: shape)))
            .ToList();
        var names = known.Select(one => one.Type.Name).Distinct().ToList();
        var shapes = known.GroupBy(one => one.Type.Name)
            .Select(group => $"of `{group.Key}` {string.Join(", ", group.Select(one => $"`{one.Shape.Name}`"))}");
        return new OperationDescription(function, ApiGroup.Certify, summary, text)
        {
            Parameters =
            [
                ApiParameters.Path("type", "The name of the certificate type.", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)name)] }, known[0].Type.Name),
                ApiParameters.Query(
                    "shape",
                    $"The shape in which the events come; without it the type's first: {string.Join("; ", shapes)}.",
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    known[0].Shape.Name),
                ApiParameters.IdempotencyKey,
            ],
            Body = BodyOf(known),
            Answers = Accepted,
            Problems = With(ProblemsOf(isUpdate), 404, "UNKNOWN_TYPE"),
        };
    }

    private static Dictionary<int, string[]> With(Dictionary<int, string[]> problems, int status, string code)
    {
        problems.Add(status, [code]);
        problems[400] = [.. problems[400], "UNKNOWN_SHAPE"];
        return problems;
    }
}
