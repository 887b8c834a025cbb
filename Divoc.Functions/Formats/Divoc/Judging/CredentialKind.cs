using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// One of the three forms of DIVOC's credentials, or that of recoveries. The list of contexts decides which one it is, and must match
/// exactly: a context inside the credential, or one more name, could give its terms another meaning.
/// </summary>
internal sealed record CredentialKind
{
    private CredentialKind(string contextName, JsonElement kind)
    {
        ContextName = contextName;
        Name = kind.GetProperty("name").GetString()!;
        CertificateType = kind.GetProperty("certificateType").GetString()!;
        Type = kind.GetProperty("type").GetString()!;
        EvidenceType = kind.GetProperty("evidenceType").GetString()!;
    }

    /// <summary>The name of the certificate type.</summary>
    public string CertificateType { get; }

    /// <summary>The name with which the context is read here, whatever host the credential names.</summary>
    public string ContextName { get; }

    /// <summary>The name of the kind in the rules, such as <c>vaccination/v2</c>.</summary>
    public string Name { get; }

    /// <summary>The credential's second type.</summary>
    public string Type { get; }

    /// <summary>The evidence's only type.</summary>
    public string EvidenceType { get; }

    /// <summary>
    /// The end of the context's URL, which is the same for every operator. Hosts differ, the context does not: it is part of the program,
    /// its URL is only a name, and the name is not signed.
    /// </summary>
    private string Path => $"/credentials/{Name}";

    /// <summary>The kinds of the embedded file, in its order, with the names of the settings.</summary>
    private static CredentialKind[] All(CredentialOptions options)
    {
        string[] names = [options.VaccinationContext, options.VaccinationContextV2, options.TestContext, options.RecoveryContext];
        return [.. names.Zip(CredentialFields.Kinds, static (name, kind) => new CredentialKind(name, kind))];
    }

    /// <summary>
    /// What is wrong with the contexts of the settings: certificates that name them would have no known kind for others, or another kind.
    /// </summary>
    public static IEnumerable<string> ProblemsOf(CredentialOptions options)
    {
        string[] settings =
        [
            nameof(options.VaccinationContext),
            nameof(options.VaccinationContextV2),
            nameof(options.TestContext),
            nameof(options.RecoveryContext),
        ];
        (string Setting, CredentialKind Kind)[] named = [.. settings.Zip(All(options))];
        return named.Where(one => !one.Kind.IsNamedByConvention(one.Kind.ContextName))
            .Select(
                one => $"{CredentialOptions.SectionName}:{one.Setting} must be an http or https URL that ends in {one.Kind.Path}, "
                    + $"such as https://health.example.org{one.Kind.Path}: "
                    + "verifiers recognise the kind of a certificate by it.");
    }

    /// <summary>The kind of a credential; null if its contexts are not exactly those of a kind.</summary>
    public static CredentialKind? Of(JsonElement credential, CredentialOptions options)
    {
        if (!credential.TryGetProperty(Keyword.Context, out var contexts)
            || contexts.ValueKind != JsonValueKind.Array
            || contexts.GetArrayLength() != 2
            || contexts.EnumerateArray().Any(context => context.ValueKind != JsonValueKind.String)
            || !contexts[0].ValueEquals(ShippedContexts.CredentialsV1))
        {
            return null;
        }

        var name = contexts[1].GetString()!;
        var kinds = All(options);
        return Array.Find(kinds, kind => kind.ContextName == name) ?? Array.Find(kinds, kind => kind.IsNamedByConvention(name));
    }

    /// <summary>The credential with the list of contexts that is used for its kind.</summary>
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
