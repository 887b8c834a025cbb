using System.Text.Json;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>The parts of a presented document that matter here. Other parts are ignored.</summary>
internal sealed record PresentedDocument
{
    private static readonly Dictionary<string, (string Type, string Focus)> Kinds = new(StringComparer.Ordinal)
    {
        [DdccCodes.VaccinationCategory.Coding[0].Symbol] = (VaccinationType.TypeName, "Immunization"),
        [DdccCodes.TestCategory.Coding[0].Symbol] = (TestType.TypeName, "Observation"),
    };

    /// <summary>The name of the certificate type.</summary>
    public required string Type { get; init; }

    /// <summary>The certificate id.</summary>
    public required string CertificateId { get; init; }

    /// <summary>The composition.</summary>
    public required JsonElement Composition { get; init; }

    /// <summary>The person.</summary>
    public required JsonElement Person { get; init; }

    /// <summary>The dose or the result.</summary>
    public required JsonElement Focus { get; init; }

    /// <summary>The country of the event, ISO 3166-1 alpha-3; empty if it is not stated.</summary>
    public required string Country { get; init; }

    /// <summary>The name of the authority; empty if it is not stated.</summary>
    public required string Authority { get; init; }

    /// <summary>Reads a document; null, with the reason, if a part is missing.</summary>
    public static PresentedDocument? Of(JsonElement root, out VerificationReason? fault)
    {
        var resources = FhirTree.Items(root, "entry").Select(entry => EventJson.Member(entry, "resource")).ToList();
        var composition = resources.FirstOrDefault();
        var kind = Kinds.GetValueOrDefault(EventJson.Text(FhirTree.FirstCoding(FhirTree.First(composition, "category")), "code"));
        var id = EventJson.Text(EventJson.Member(composition, "identifier"), "value");
        var (person, focus) = (Only(resources, "Patient"), Only(resources, kind.Focus));
        fault = null;
        if (!IsOf(composition, "Composition"))
        {
            fault = VerificationReasons.FieldMissing with { Pointer = "/entry/0/resource" };
        }
        else if (kind.Type is null)
        {
            fault = VerificationReasons.UnknownKind with { Pointer = "/entry/0/resource/category" };
        }
        else if (!FhirTree.Items(root, "link").Any(link => EventJson.Text(link, "url") == $"{DdccCodes.CertificateLink}{id}"))
        {
            fault = VerificationReasons.CertificateIdMismatch with { Pointers = ["/entry/0/resource/identifier/value", "/link"] };
        }
        else if (person.ValueKind != JsonValueKind.Object || focus.ValueKind != JsonValueKind.Object)
        {
            fault = VerificationReasons.FieldMissing with { Pointer = "/entry" };
        }

        return fault is not null ? null : new PresentedDocument
        {
            Type = kind.Type!,
            CertificateId = id,
            Composition = composition,
            Person = person,
            Focus = focus,
            Country = CountryIn(resources),
            Authority = EventJson.Text(Only(resources, "Organization"), "name"),
        };
    }

    private static bool IsOf(JsonElement resource, string? type) => EventJson.Text(resource, "resourceType") == type;

    /// <summary>The resource of a type; undefined if there is none or more than one, because it would be ambiguous.</summary>
    private static JsonElement Only(List<JsonElement> resources, string? type)
    {
        return resources.Where(resource => IsOf(resource, type)).ToList() is [var only] ? only : default;
    }

    /// <summary>A dose has it itself; a test has it in its procedure.</summary>
    private static string CountryIn(List<JsonElement> resources)
    {
        return resources.Select(resource => EventJson.Text(FhirTree.Extension(resource, DdccCodes.Country), "valueCode"))
            .FirstOrDefault(country => country.Length > 0)
            ?? "";
    }
}
