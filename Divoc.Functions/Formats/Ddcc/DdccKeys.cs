using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>The keys that sign WHO documents. They are named by their thumbprints and need no certificate.</summary>
internal static class DdccKeys
{
    /// <summary>What they sign.</summary>
    public static KeyPurpose Purpose { get; } = new("ddcc");

    /// <summary>Preferred, since its signatures are shorter.</summary>
    public static SigningUse Es256 { get; } = new(Purpose, SignatureAlgorithm.ES256);

    /// <summary>For those who have RSA keys only.</summary>
    public static SigningUse Ps256 { get; } = new(Purpose, SignatureAlgorithm.PS256);

    /// <summary>What signs now: of the keys that are named for the purpose, else of those that serve every purpose, one on the curve where there is one.</summary>
    /// <param name="published">All published keys.</param>
    public static SigningUse UseOf(IReadOnlyList<PublishedKey> published)
    {
        var serving = published.Where(key => key.Serves(Purpose)).ToList();
        var named = serving.Where(key => key.Purposes.Count > 0).ToList();
        var usable = named.Count > 0 ? named : serving;
        return usable.Exists(key => key.Algorithm == SignatureAlgorithm.ES256) ? Es256 : Ps256;
    }
}
