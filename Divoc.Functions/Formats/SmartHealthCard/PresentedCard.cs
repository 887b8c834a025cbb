using System.Text.Json;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>A presented card: one person and events. Unknown codes and members are kept.</summary>
/// <param name="Issuer">The issuer in the card.</param>
/// <param name="NotBefore">The beginning of its validity (UTC).</param>
/// <param name="End">The end of its validity (UTC); null for no end.</param>
/// <param name="Rid">Its name in revocation lists; empty for none.</param>
/// <param name="Patient">The person.</param>
/// <param name="Doses">Doses of vaccines, oldest first.</param>
/// <param name="Results">Results of tests, oldest first.</param>
internal sealed record PresentedCard(
    string Issuer, DateTimeOffset NotBefore, DateTimeOffset? End, string Rid, JsonElement Patient, IReadOnlyList<JsonElement> Doses,
    IReadOnlyList<JsonElement> Results)
{
    private const string BundlePointer = "/vc/credentialSubject/fhirBundle";

    /// <summary>9000-01-01, in seconds since 1970: far before times that .NET can't represent.</summary>
    private const double LatestTime = 221_845_392_000;

    private static readonly string[] FinalStates = ["final", "amended", "corrected"];

    /// <summary>The name of the certificate type; empty if it is about something else than doses and tests.</summary>
    public string Type
    {
        get
        {
            if (Doses.Count > 0)
            {
                return VaccinationType.TypeName;
            }

            return Results.Count > 0 ? TestType.TypeName : "";
        }
    }

    /// <summary>The days of all its events, <c>YYYY-MM-DD</c>.</summary>
    public IReadOnlyCollection<string> Days => [.. Doses.Select(DayOf)];

    /// <summary>The day of a dose, as the card has it.</summary>
    public static string DayOf(JsonElement dose) =>
        EventJson.Text(dose, "occurrenceDateTime") is { Length: > 10 } text ? text[..10] : EventJson.Text(dose, "occurrenceDateTime");

    /// <summary>Reads a card; null, with the reason, if it is not one.</summary>
    public static PresentedCard? Of(JsonElement root, out VerificationReason? fault)
    {
        var vc = EventJson.Member(root, "vc");
        var bundle = EventJson.Member(EventJson.Member(vc, "credentialSubject"), "fhirBundle");
        var resources = Items(bundle, "entry").Select(entry => EventJson.Member(entry, "resource")).ToList();
        fault = ProblemOf(root, vc, resources);
        return fault is not null ? null : new PresentedCard(
            EventJson.Text(root, "iss"),
            TimeOf(root, "nbf")!.Value,
            TimeOf(root, "exp"),
            EventJson.Text(vc, "rid"),
            resources.Single(resource => Is(resource, "Patient")),
            [.. resources.Where(resource => Is(resource, "Immunization")).OrderBy(DayOf, StringComparer.Ordinal)],
            [.. resources.Where(resource => Is(resource, "Observation"))
                .OrderBy(result => EventJson.Text(result, "effectiveDateTime"), StringComparer.Ordinal)]);
    }

    /// <summary>The items of a list; none if there is no list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement parent, string name)
    {
        return EventJson.Member(parent, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
    }

    private static VerificationReason? ProblemOf(JsonElement root, JsonElement vc, List<JsonElement> resources)
    {
        if (EventJson.Text(root, "iss").Length == 0)
        {
            return VerificationReasons.FieldMissing with { Pointer = "/iss" };
        }

        if (TimeOf(root, "nbf") is null)
        {
            return VerificationReasons.FieldMissing with { Pointer = "/nbf" };
        }

        if (EventJson.Member(root, "exp").ValueKind != JsonValueKind.Undefined && TimeOf(root, "exp") is null)
        {
            return VerificationReasons.FieldType with { Pointer = "/exp" };
        }

        if (!Items(vc, "type").Any(type => type.ValueKind == JsonValueKind.String && type.ValueEquals(CardMapping.HealthCard)))
        {
            return VerificationReasons.UnknownKind with { Pointer = "/vc/type" };
        }

        return ProblemOf(resources);
    }

    /// <summary>A dose that was not given must not be shown as given, and it must be certain to whom it belongs.</summary>
    private static VerificationReason? ProblemOf(List<JsonElement> resources)
    {
        var persons = resources.Count(resource => Is(resource, "Patient"));
        if (persons == 0)
        {
            return VerificationReasons.FieldMissing with { Pointer = $"{BundlePointer}/entry" };
        }

        if (persons > 1)
        {
            return VerificationReasons.FieldUnexpected with { Pointer = $"{BundlePointer}/entry" };
        }

        var wrong = resources.FindIndex(resource => (Is(resource, "Immunization") && EventJson.Text(resource, "status") != "completed")
            || (Is(resource, "Observation") && !FinalStates.Contains(EventJson.Text(resource, "status"))));
        return wrong < 0 ? null : VerificationReasons.FieldUnexpected with { Pointer = $"{BundlePointer}/entry/{wrong}/resource/status" };
    }

    private static bool Is(JsonElement resource, string type) => EventJson.Text(resource, "resourceType") == type;

    /// <summary>Seconds since 1970, to the millisecond; many issuers write fractions.</summary>
    private static DateTimeOffset? TimeOf(JsonElement root, string name)
    {
        return EventJson.Member(root, name) is { ValueKind: JsonValueKind.Number } value
            && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and < LatestTime
            ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(seconds * 1000))
            : null;
    }
}
