using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>What the page of a certificate is made from.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="PersonCode">The person's code in the partner's system. An identity that is the same is not printed.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Issued">When.</param>
public sealed record PageInput(string CertificateId, string PersonCode, string Issuer, DateTimeOffset Issued)
{
    /// <summary>What pointers below <c>/credential</c> find.</summary>
    public JsonElement Credential { get; init; }

    /// <summary>What pointers below <c>/claims</c> find: what is kept of the event. Few templates look there, so it is made when one does.</summary>
    public Lazy<JsonElement>? Claims { get; init; }

    /// <summary>What pointers below <c>/meta</c> find: the partner's free facts.</summary>
    public JsonElement Meta { get; init; }

    /// <summary>What the certificate's type says.</summary>
    public required PageFacts Facts { get; init; }
}

/// <summary>The facts that a template can print.</summary>
internal sealed class TemplateFacts(PageInput input)
{
    /// <summary>What a pointer may begin with.</summary>
    public static readonly string[] Roots = ["/credential/", "/certificate/", "/claims/", "/meta/", "/enrollment/"];

    /// <summary>What the certificate's type says.</summary>
    public PageFacts Page => input.Facts;

    /// <summary>The person's code.</summary>
    public string PersonCode => input.PersonCode;

    /// <summary>Whether one of some conditions is true; without a condition it is so always.</summary>
    public bool Holds(IReadOnlyList<string> when) => when.Count == 0 || when.Any(input.Facts.Conditions.Contains);

    /// <summary>What a pointer finds, as text on one line; empty when it finds none.</summary>
    public string At(string pointer)
    {
        var steps = pointer.Split('/');
        if (steps[1] == "certificate")
        {
            return steps is [_, _, var name] ? OfCertificate(name) : "";
        }

        var place = steps[1] switch
        {
            "credential" => input.Credential,
            "claims" => input.Claims?.Value ?? default,
            "meta" => input.Meta,
            _ => input.Facts.Enrollment?.Value ?? default,
        };
        try
        {
            foreach (var step in steps.AsSpan(2))
            {
                place = Step(place, JsonPointer.Unescape(step));
            }
        }
        catch (InvalidOperationException)
        {
            // A member's name that holds half a surrogate pair cannot be compared.
            return "";
        }

        return PageJson.Text(place);
    }

    /// <summary>The value of a placeholder, or empty.</summary>
    public string Placeholder(string name) => input.Facts.Placeholders.GetValueOrDefault(name, "");

    /// <summary>What is known of every certificate, whatever its type and format.</summary>
    private string OfCertificate(string name) => name switch
    {
        "id" => input.CertificateId,
        "issuer" => input.Issuer,
        "issuedAt" => InternetTime.Format(input.Issued),
        _ => "",
    };

    private static JsonElement Step(JsonElement place, string step)
    {
        return place.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < place.GetArrayLength()
            ? place[index]
            : PageJson.Member(place, step);
    }
}
