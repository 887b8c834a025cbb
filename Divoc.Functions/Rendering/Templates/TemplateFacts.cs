using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>The input for the page of a certificate.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="PersonCode">The person's code in the partner's system. An identity that equals it is not printed.</param>
/// <param name="Issuer">The issuer.</param>
/// <param name="Issued">The time of issue.</param>
public sealed record PageInput(string CertificateId, string PersonCode, string Issuer, DateTimeOffset Issued)
{
    /// <summary>The object for pointers below <c>/credential</c>.</summary>
    public JsonElement Credential { get; init; }

    /// <summary>
    /// The object for pointers below <c>/claims</c>: the stored claims of the event. Few templates use it, so it is made at first use.
    /// </summary>
    public Lazy<JsonElement>? Claims { get; init; }

    /// <summary>The object for pointers below <c>/meta</c>: the partner's own facts.</summary>
    public JsonElement Meta { get; init; }

    /// <summary>The facts of the certificate's type.</summary>
    public required PageFacts Facts { get; init; }
}

/// <summary>The facts that a template can print.</summary>
internal sealed class TemplateFacts(PageInput input)
{
    /// <summary>The possible beginnings of a pointer.</summary>
    public static readonly string[] Roots = ["/credential/", "/certificate/", "/claims/", "/meta/", "/enrollment/"];

    /// <summary>The facts of the certificate's type.</summary>
    public PageFacts Page => input.Facts;

    /// <summary>The person's code.</summary>
    public string PersonCode => input.PersonCode;

    /// <summary>Whether one of some conditions is true; always true without conditions.</summary>
    public bool MatchesAny(IReadOnlyList<string> when) => when.Count == 0 || when.Any(input.Facts.Conditions.Contains);

    /// <summary>The value of a pointer, as text on one line; empty for none.</summary>
    public string At(string pointer)
    {
        var root = pointer.AsSpan(1, pointer.IndexOf('/', 1) - 1);
        var rest = pointer.AsSpan(root.Length + 2);
        if (root is "certificate")
        {
            return OfCertificate(rest);
        }

        var place = root switch
        {
            "credential" => input.Credential,
            "claims" => input.Claims?.Value ?? default,
            "meta" => input.Meta,
            _ => input.Facts.Enrollment?.Value ?? default,
        };
        try
        {
            foreach (var step in rest.Split('/'))
            {
                place = Step(place, rest[step]);
            }
        }
        catch (InvalidOperationException)
        {
            // A member's name with half a surrogate pair cannot be compared.
            return "";
        }

        return PageJson.Text(place);
    }

    /// <summary>The value of a placeholder, or empty.</summary>
    public string Placeholder(string name) => input.Facts.Placeholders.GetValueOrDefault(name, "");

    /// <summary>Facts that every certificate has, whatever its type and format.</summary>
    private string OfCertificate(ReadOnlySpan<char> name) => name switch
    {
        "id" => input.CertificateId,
        "issuer" => input.Issuer,
        "issuedAt" => InternetTime.Format(input.Issued),
        _ => "",
    };

    private static JsonElement Step(JsonElement place, ReadOnlySpan<char> step)
    {
        if (place.ValueKind == JsonValueKind.Array)
        {
            return int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < place.GetArrayLength()
                ? place[index]
                : default;
        }

        return step.Contains('~') ? PageJson.Member(place, JsonPointer.Unescape(step.ToString())) : PageJson.Member(place, step);
    }
}
