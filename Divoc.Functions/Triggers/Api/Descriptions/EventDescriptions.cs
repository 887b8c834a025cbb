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
        Accepts all events of an array or none. Each accepted event gets its `certificateId` at once. The certificate is issued a little
        later, usually within seconds; ask `statusUrl`. If an event is already certified, its `status` is `DUPLICATE`. By default the first
        100 events of a partner in a minute use the interactive lane. An array that would exceed this uses the slower bulk lane.
        """;

    /// <summary>What a caller must know of an update call.</summary>
    public const string UpdateText =
        """
        Corrects all certificates of the array or none. Send each event whole. Its certificate is found by preEnrollmentCode, programId and
        the fields that identify an event of this type. The corrected certificate has a new id and replaces the one in
        `replaces`. If an event has the same content as its certificate, its `status` is `UNCHANGED`.
        """;

    private static readonly string[] Rules =
    [
        "AGE_RANGE", "CONTACT", "CONTROL_CHARACTER", "DATE_ORDER", "DUPLICATE", "DUPLICATE_MEMBER", "EMPTY_ARRAY", "EVENT_TOO_LARGE",
        "FUTURE_DATE", "INVALID_JSON", "LONE_SURROGATE", "MAXIMUM", "META_TOO_LARGE",
        "MISSING_FIELDS", "MORE_FAULTS", "NOT_WHOLE", "PRE_ENROLLMENT_CODE", "PROGRAM_ID_REQUIRED", "QR_TOO_LARGE", "RESERVED_MEMBER",
        "SHOWS_NOTHING", "TEXT_DIRECTION", "TOO_DEEP", "TOO_LONG", "TOO_MANY_ITEMS",
        "WRONG_TYPE",
    ];

    /// <summary>What an accepted call is answered with.</summary>
    public static IReadOnlyList<ApiAnswer> Accepted { get; } =
        [new(200, "All events are accepted.", ApiContent.Of(AnswerJson.Readable.AcceptedBody))];

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
            ("statusUrl", "Where to ask for the states of its events."),
            ("warnings", "What is doubtful, or is not certified as it was sent. Each warning has its place, a code and a sentence."),
            ("certificates", "One entry for each event, in the order of the request.")),
        new(
            typeof(AcceptedCertificate),
            "One event of an accepted request.",
            ("index", "Its place in the array, from 0."),
            ("preEnrollmentCode", "The person's code, as sent."),
            ("certificateId",
                "The id of its certificate. For a duplicate, or an update that changes nothing: the id of the existing certificate, if "
                + "the caller has access to it."),
            ("status", "`QUEUED`, `DUPLICATE` or `UNCHANGED`."),
            ("url", "Where the certificate will be; absent for a duplicate of a certificate that the caller has no access to."),
            ("replaces", "The certificate that it will replace; absent if the call is not an update.")),
        new(
            typeof(RequestedState),
            "The state of an event.",
            ("QUEUED", "accepted; its certificate is not issued yet"),
            ("ISSUED", "the certificate exists"),
            ("DUPLICATE", "another certificate of the same event exists; this event made no certificate"),
            ("UNCHANGED", "an update with the same content as the certificate, which stays as it is"),
            ("CONFLICT", "an update that came too late: the certificate that it should replace was replaced or revoked before"),
            ("FAILED", "it will not become a certificate unless an operator replays it; `reason` says why")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem(
            "ACCEPT_INCOMPLETE",
            "The request is stored, but not all of its events are queued.",
            "Send the same call again with the same Idempotency-Key: it continues where it stopped."),
        Problem(
            "ENROLLMENT_FULL",
            $"A person has {CertificateLedger.MaximumVersions} certificates of this partner, or a certificate has the largest possible "
            + "number of changes.",
            "Leave out the elements that `errors` names. A certificate with a full history can still be revoked."),
        Problem("IDEMPOTENCY_KEY_REUSED", "The Idempotency-Key was used before with another body.", "Use a new key for a new request."),
        Problem(
            "TOO_MANY_EVENTS",
            "The partner has sent the largest number of events allowed within ten minutes; formats that are signed at a fetch count too.",
            "Wait as long as Retry-After says, then send the call again."),
        Problem("UNKNOWN_SHAPE", "The type has no shape with this name, or no format can write it.", "Send a shape that `detail` names."),
        Problem("UNKNOWN_TYPE", "There is no certificate type with this name.", "Send the name of a type that `GET /types` lists."),
        Error("AGE_RANGE", "No human is that old.", "Correct the age."),
        Error(
            "CONTACT",
            "There is no contact, or a contact does not begin with `tel:` or `mailto:`.",
            "Send the contact with its scheme, such as `tel:+94715550142`."),
        Error("DUPLICATE", "Two elements of the array are the same event.", "Remove one of them."),
        Error("ENROLLMENT_FULL", "The partner has the largest possible number of certificates under this code.", "Leave the element out."),
        Error("EVENT_TOO_LARGE", $"An element has more than {IntakeLimits.EventBytes / 1024} KiB.", "Shorten its texts."),
        Error("FUTURE_DATE", "A date or time is in the future.", "Correct it. Check the clock and the offset from UTC."),
        Error("MAXIMUM", "A number is too large.", "Send a smaller number; `detail` names the limit."),
        Error("META_TOO_LARGE", $"`meta` has more than {IntakeLimits.MetaBytes / 1024} KiB.", "Send less in `meta`."),
        Error("MINIMUM", "A number is too small.", "Send a larger number; `detail` names the limit."),
        Error("MISSING_FIELDS", "Neither age nor date of birth can be used.", "Send a correct age or date of birth."),
        Error(
            "MORE_FAULTS",
            $"There are more errors or warnings than the {IntakeLimits.ListedFaults} that are listed.",
            "Correct the listed errors and send the call again."),
        Error(
            "NOT_CERTIFIED",
            "There is no certificate to replace: none was issued, or it is revoked.",
            "Certify the event instead. If it was certified before, its certificate's history says what happened."),
        Error("NOT_WHOLE", "A number has a fraction.", "Send a whole number."),
        Error(
            "OWNER_BARRED",
            "An operator has barred the partner from this preEnrollmentCode.",
            "Leave the element out, or ask the operator."),
        Error(
            "PRE_ENROLLMENT_CODE",
            $"The code can't be part of a URL, or has more than {IntakeLimits.PreEnrollmentCodeCharacters} characters.",
            "Use letters, digits, hyphens, dots and underscores."),
        Error("PROGRAM_ID_REQUIRED", "`programId` is missing, but the settings require it.", "Send it."),
        Error(
            "QR_TOO_LARGE",
            "The certificate is too large for any QR code.",
            "Shorten its texts. If it is already issued, correct it with PUT."),
        Error("RESERVED_MEMBER", "`meta` has a member that only the service writes.", "Leave it out."),
        Error("SHOWS_NOTHING", "A required text has only blanks or other invisible characters.", "Send a text with visible characters."),
        Error(
            "TEXT_DIRECTION",
            "A text overrides the writing direction, or begins an embedding or isolate and does not end it. An embedding that is ended "
            + "gives only a warning.",
            "Remove the control characters."),
        Error("UPDATE_LIMIT", "The certificate was corrected as often as is allowed.", "Revoke it and certify the event again."),
        Warning(
            "AGE_CONTRADICTS_DOB",
            "Age and date of birth contradict each other.",
            "If one of them is wrong, send the event with PUT to correct the certificate."),
        Warning(
            "DOB_DROPPED",
            "The date of birth is before 1901. DIVOC's credentials treat it as unknown and leave it out.",
            "Nothing to do. If the event has an age, the certificate has the age."),
        Warning(
            "DOB_INEXACT",
            "The date of birth is not known to the day.",
            "When it is known, send the event with PUT to correct the certificate."),
        Warning(
            "DOB_INVENTED",
            "The date of birth in the credential is computed from the age.",
            "When the date is known, send the event with PUT to correct the certificate."),
        Warning(
            "DUPLICATE_DIFFERS",
            "The event is already certified with other content, and the certificate stays as it is.",
            "To correct the certificate, send the event with PUT."),
        Warning(
            "UNPRINTABLE_CHARACTER",
            "The page prints a character only as its code.",
            "Nothing to do: the credential and the QR code have the character."),
        Failure("DEAD_LETTERED", "The queue names no reason.", "Replay the event."),
        Failure("DISCARDED", "An operator, or the partner that sent the event, discarded it.", "Nothing to do: it can't be replayed."),
        Failure(
            "ENROLLMENT_FULL",
            $"The partner has {CertificateLedger.MaximumVersions} certificates under the code, or the ledger of the person has its "
                + "largest size.",
            "Discard the event."),
        Failure("ENROLLMENT_UNREADABLE", "The ledger can't be read.", "Restore it from a backup, then replay."),
        Failure(
            "MAX_DELIVERY_COUNT_EXCEEDED",
            "The queue dead-lettered it after ten deliveries.",
            "Look for a crash in the log, then replay."),
        Failure("NOT_AN_EVENT", "The message in the queue is not a certification event.", "Find out who sends messages to the queue."),
        Failure("NOT_A_CHANGE", "The message in the queue is not a change of a ledger.", "Find out who sends messages to the queue."),
        Failure("NOT_A_WEBHOOK", "The message in the queue is not an event for a partner.", "Find out who sends messages to the queue."),
        Failure("NOT_SIGNABLE", "Not all of its data can be signed.", "Send other data: as a new event, or with PUT if it is issued."),
        Failure(
            "OWNER_BARRED",
            "An operator has barred the partner from the code.",
            "Admit the partner and replay the event, or discard the event."),
        Failure("QR_TOO_LARGE", "The credential does not fit into a QR code.", "Discard it, and send the event with shorter texts."),
        Failure("TOO_MANY_ATTEMPTS", "It failed ten times; `detail` names the last error.", "Remove the cause, then replay."),
        Failure(
            "WEBHOOK_FAILED",
            "For a day, the partner's webhook did not accept the event.",
            "Ask the partner to repair its webhook, then replay."),
        Failure(
            "WEBHOOK_GONE",
            "The partner's webhook answered 410: it wants no more events.",
            "Ask the partner. Then remove the webhook from the settings, or replay."),
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
            $"An array of 1 to {IntakeLimits.Elements} events, at most {IntakeLimits.BodyBytes / 1024 / 1024} MiB in total and "
            + $"{IntakeLimits.DocumentLevels} levels deep. Each text has at most "
            + $"{IntakeLimits.TextCharacters} characters. Unknown members are ignored, with a warning.",
            new ApiContent("application/json", schemas => Array(shapes, schemas))
            {
                Example = new JsonArray(JsonNode.Parse(type.SampleOf(first).GetRawText())),
            });
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
            .SelectMany(
                type => type.Shapes.Where(shape => formats.Issuing(type.Name, type.Version, shape.Name) is not null)
                    .Select(shape => (Type: type, Shape: shape)))
            .ToList();
        var names = known.Select(one => one.Type.Name).Distinct().ToList();
        var shapes = string.Join("; ", known.GroupBy(one => one.Type.Name).Select(ShapesOf));
        return new OperationDescription(function, ApiGroup.Certify, summary, text)
        {
            Parameters =
            [
                ApiParameters.Path(
                    "type",
                    "The name of the certificate type.",
                    new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)name)] },
                    known[0].Type.Name),
                ApiParameters.Query(
                    "shape",
                    $"The shape in which the events are sent. Without it, the first shape of the type is used. The shapes are {shapes}.",
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    known[0].Shape.Name),
                ApiParameters.IdempotencyKey,
            ],
            Body = BodyOf(known),
            Answers = Accepted,
            Problems = With(ProblemsOf(isUpdate), 404, "UNKNOWN_TYPE"),
        };
    }

    private static string ShapesOf(IGrouping<string, (ICertificateType Type, RequestShape Shape)> group)
    {
        return $"of `{group.Key}` {string.Join(", ", group.Select(one => $"`{one.Shape.Name}`"))}";
    }

    private static Dictionary<int, string[]> With(Dictionary<int, string[]> problems, int status, string code)
    {
        problems.Add(status, [code]);
        problems[400] = [.. problems[400], "UNKNOWN_SHAPE"];
        return problems;
    }
}
