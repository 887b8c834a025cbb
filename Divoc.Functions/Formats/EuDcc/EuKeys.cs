using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The keys that sign EU certificates. They are named by the certificate of the document signer.</summary>
internal static class EuKeys
{
    /// <summary>The purpose of the keys.</summary>
    public static KeyPurpose Purpose { get; } = new("dcc");

    /// <summary>Preferred: its signatures make a much smaller QR code.</summary>
    public static SigningUse Es256 { get; } = Use(SignatureAlgorithm.ES256);

    /// <summary>For operators with only RSA keys.</summary>
    public static SigningUse Ps256 { get; } = Use(SignatureAlgorithm.PS256);

    private static SigningUse Use(SignatureAlgorithm algorithm) =>
        new(Purpose, algorithm) { Kid = KidRule.CertificateHash, TakesDevelopmentCertificate = true };
}
