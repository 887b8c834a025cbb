using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// The keys that sign health cards. Only one kind is allowed (SMART Health Cards Framework 1.4.0, Generating and resolving cryptographic
/// keys).
/// </summary>
internal static class CardKeys
{
    /// <summary>The purpose of the keys.</summary>
    public static KeyPurpose Purpose { get; } = new("shc");

    /// <summary>P-256, named by the thumbprint.</summary>
    public static SigningUse Use { get; } = new(Purpose, SignatureAlgorithm.ES256);
}
