using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>The keys that sign WHO documents. They are named by their thumbprints and need no certificate.</summary>
internal static class DdccKeys
{
    /// <summary>The purpose of the keys.</summary>
    public static KeyPurpose Purpose { get; } = new("ddcc");

    /// <summary>Preferred, because its signatures are shorter.</summary>
    public static SigningUse Es256 { get; } = new(Purpose, SignatureAlgorithm.ES256);

    /// <summary>For operators with only RSA keys.</summary>
    public static SigningUse Ps256 { get; } = new(Purpose, SignatureAlgorithm.PS256);

    /// <summary>
    /// The key that signs now: one of the keys for this purpose, else of the keys for every purpose; one on the curve is preferred.
    /// </summary>
    /// <param name="published">All published keys.</param>
    public static SigningUse UseOf(IReadOnlyList<PublishedKey> published)
    {
        var serving = published.Where(key => key.Serves(Purpose)).ToList();
        var named = serving.Where(key => key.Purposes.Count > 0).ToList();
        var usable = named.Count > 0 ? named : serving;
        return usable.Exists(key => key.Algorithm == SignatureAlgorithm.ES256) ? Es256 : Ps256;
    }
}
