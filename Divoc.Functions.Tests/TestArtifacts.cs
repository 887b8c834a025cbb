using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests;

/// <summary>The artifacts of certificates in DIVOC's format.</summary>
internal static class TestArtifacts
{
    public const string CredentialFile = "credential.json";

    public const string CredentialContentType = "application/vc+ld+json";

    public static CertificateArtifacts Names { get; } = new([CredentialFile]);

    public static ArtifactName Credential(string certificateId) => CertificateArtifacts.Of(certificateId, CredentialFile);

    public static IReadOnlyList<ArtifactName> All(string certificateId) => Names.All(certificateId);
}
