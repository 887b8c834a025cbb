using System.Reflection;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.LinkedData;

/// <summary>
/// The contexts that are part of the library, written from their specifications. They have the terms that proofs and credentials need.
/// </summary>
public static class ShippedContexts
{
    /// <summary>Verifiable Credentials Data Model 1.0 and 1.1.</summary>
    public const string CredentialsV1 = "https://www.w3.org/2018/credentials/v1";

    /// <summary>The vocabulary's IRI, with which some documents name the same context.</summary>
    public const string CredentialsVocabulary = "https://www.w3.org/2018/credentials#";

    /// <summary>Security vocabulary, version 1.</summary>
    public const string SecurityV1 = "https://w3id.org/security/v1";

    /// <summary>Security vocabulary, version 2: the context of proof options in the suites of 2018.</summary>
    public const string SecurityV2 = "https://w3id.org/security/v2";

    /// <summary>Verifiable Credentials Data Model 2.0.</summary>
    public const string CredentialsV2 = "https://www.w3.org/ns/credentials/v2";

    /// <summary>Verifiable Credential Data Integrity 1.0.</summary>
    public const string DataIntegrityV2 = "https://w3id.org/security/data-integrity/v2";

    private static readonly Lazy<FrozenContexts> Shared = new(ReadAll);

    /// <summary>All of them, parsed once.</summary>
    public static FrozenContexts All => Shared.Value;

    /// <summary>Reads a context that is embedded in an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="folder">The folder as a namespace, as in <c>Example.Contexts</c>.</param>
    /// <param name="name">The file's name without <c>.context.json</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such resource.</exception>
    public static ReadOnlyMemory<byte> Read(Assembly assembly, string folder, string name)
    {
        var resource = $"{folder}.{name}.context.json";
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException("The embedded context is missing.", resource);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static FrozenContexts ReadAll()
    {
        return FrozenContexts.Of(
        [
            Entry(CredentialsV1, "credentials-v1"),
            Entry(CredentialsVocabulary, "credentials-v1"),
            Entry(SecurityV1, "security-v1"),
            Entry(SecurityV2, "security-v2"),
            Entry(CredentialsV2, "credentials-v2"),
            Entry(DataIntegrityV2, "data-integrity-v2"),
        ]);
    }

    private static KeyValuePair<string, ReadOnlyMemory<byte>> Entry(string iri, string name)
    {
        var type = typeof(ShippedContexts);
        return KeyValuePair.Create(iri, Read(type.Assembly, type.Namespace + ".Contexts", name));
    }
}
