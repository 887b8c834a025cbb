using Divoc.Functions.Formats;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Growth.Jws;

/// <summary>One of the formats that <see cref="CompactJwsFormat"/> stands for.</summary>
/// <param name="Name">Its name, which the header of each credential tells as its type.</param>
/// <param name="File">The file that it writes.</param>
/// <param name="IsStored">Whether it is made at issue.</param>
/// <param name="CanWrite">Which types it can write.</param>
internal sealed record JwsForm(string Name, string File, bool IsStored, Func<string, bool> CanWrite)
{
    public const string MediaType = "application/jose";

    /// <summary>Issues recoveries, of the type in the program and of those that come from data.</summary>
    public static JwsForm Stored { get; } =
        new("jws", "credential.jws", IsStored: true, static type => type.StartsWith("convalescence", StringComparison.Ordinal));

    /// <summary>Is made of the stored claims of vaccinations at each fetch.</summary>
    public static JwsForm Derived { get; } = new("jws-view", "view.jws", IsStored: false, static type => type == "vaccination");

    /// <summary>Issues recoveries, and names its key by the certificate of the key.</summary>
    public static JwsForm Certified { get; } = Stored with { Name = "jws-certified", Kid = KidRule.CertificateHash };

    /// <summary>How its credentials name the key.</summary>
    public KidRule Kid { get; init; } = KidRule.Thumbprint;

    /// <summary>What its QR codes begin with.</summary>
    public string Prefix => $"{Name}:/";

    public CredentialFile CredentialFile { get; init; } = new(File, MediaType);
}
