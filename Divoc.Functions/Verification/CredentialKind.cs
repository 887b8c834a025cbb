using System.Text.Json;
using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.Domain;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Verification;

/// <summary>
/// One of the three forms of DIVOC's credentials. Which one it is tells the list of contexts, and it must be exactly that list: a context written into the
/// credential, or one more name, could give its terms another meaning.
/// </summary>
internal sealed record CredentialKind
{
    private const string Vaccination = "ProofOfVaccinationCredential";

    private CredentialKind(string contextName, string path, CertificateKind certificate)
    {
        ContextName = contextName;
        Path = path;
        Certificate = certificate;
    }

    /// <summary>Vaccination or test.</summary>
    public CertificateKind Certificate { get; }

    /// <summary>The name by which the context is read here, whatever host stands in the credential.</summary>
    public string ContextName { get; }

    /// <summary>The credential's second type.</summary>
    public string Type => Certificate == CertificateKind.Test ? "ProofOfTestCertificateCredential" : Vaccination;

    /// <summary>The evidence's only type.</summary>
    public string EvidenceType => Certificate == CertificateKind.Test ? "TestDetails" : nameof(Vaccination);

    /// <summary>
    /// How the context's URL ends with every operator of DIVOC. Hosts differ, the context does not: it is part of the program, its URL only a name, and the name is
    /// not part of what is signed.
    /// </summary>
    private string Path { get; }

    private static CredentialKind[] All(CredentialOptions options) =>
    [
        new(options.VaccinationContext, "/credentials/vaccination/v1", CertificateKind.Vaccination),
        new(options.VaccinationContextV2, "/credentials/vaccination/v2", CertificateKind.Vaccination),
        new(options.TestContext, "/credentials/testCertificate/v1", CertificateKind.Test),
    ];

    /// <summary>The kind of a credential; null if its contexts are not exactly those of a kind.</summary>
    public static CredentialKind? Of(JsonElement credential, CredentialOptions options)
    {
        if (!credential.TryGetProperty(Keyword.Context, out var contexts) || contexts.ValueKind != JsonValueKind.Array || contexts.GetArrayLength() != 2
            || contexts.EnumerateArray().Any(context => context.ValueKind != JsonValueKind.String) || !contexts[0].ValueEquals(ShippedContexts.CredentialsV1))
        {
            return null;
        }

        var name = contexts[1].GetString()!;
        var kinds = All(options);
        return Array.Find(kinds, kind => kind.ContextName == name) ?? Array.Find(kinds, kind => kind.IsNamedByConvention(name));
    }

    /// <summary>The credential under the list of contexts that its kind is read by.</summary>
    public JsonDocument Pin(JsonElement credential) => SignedDocument.Copy(credential, static name => name != Keyword.Context, writer =>
    {
        writer.WriteStartArray(Keyword.Context);
        writer.WriteStringValue(ShippedContexts.CredentialsV1);
        writer.WriteStringValue(ContextName);
        writer.WriteEndArray();
    });

    private bool IsNamedByConvention(string name)
    {
        return name.EndsWith(Path, StringComparison.Ordinal) && Uri.TryCreate(name, UriKind.Absolute, out var url)
            && url.Scheme is "https" or "http" && url.Query.Length == 0 && url.Fragment.Length == 0;
    }
}
