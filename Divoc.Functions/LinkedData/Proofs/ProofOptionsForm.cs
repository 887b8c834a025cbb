using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>
/// The canonical proof options of one key and purpose. They differ only in their time: so they are canonicalised once, and each time is
/// written into the result. Verifying does not use this, so signatures that are made this way are checked in the standard way.
/// </summary>
internal sealed class ProofOptionsForm
{
    /// <summary>Any time works: each has the same number of characters, none of which N-Quads escape.</summary>
    private static readonly DateTimeOffset Sample = DateTimeOffset.UnixEpoch;

    private readonly ProofOptions options;
    private readonly byte[] canonical;
    private readonly int timeAt;

    /// <summary>Canonicalises the options.</summary>
    /// <param name="options">Options with this key and purpose.</param>
    /// <param name="canonicalize">The standard way.</param>
    public ProofOptionsForm(ProofOptions options, Func<ProofOptions, byte[]> canonicalize)
    {
        this.options = options with { Created = Sample };
        canonical = canonicalize(this.options);
        timeAt = PlaceOfTime();
    }

    private int TimeEnd => timeAt + options.CreatedText.Length;

    /// <summary>Whether other options differ from these only in the time.</summary>
    public bool IsOf(ProofOptions other) => options == other with { Created = Sample };

    /// <summary>SHA-256 of the canonical form with a time; null if it needs the standard way.</summary>
    public byte[]? HashWith(string createdText)
    {
        if (timeAt < 0)
        {
            return null;
        }

        using var output = new Utf8Builder(canonical.Length);
        output.Append(canonical.AsSpan(0, timeAt));
        output.Append(createdText);
        output.Append(canonical.AsSpan(TimeEnd));
        return SHA256.HashData(output.Written);
    }

    /// <summary>
    /// The position of the time; negative if it occurs twice, or if there is a second blank node, because the labels of several may depend
    /// on it. The order of the lines does not depend on it: no two have the same subject and predicate.
    /// </summary>
    private int PlaceOfTime()
    {
        var text = Encoding.ASCII.GetBytes(options.CreatedText);
        var place = canonical.AsSpan().IndexOf(text);
        var isOnly = place == canonical.AsSpan().LastIndexOf(text) && canonical.AsSpan().IndexOf("_:c14n1"u8) < 0;
        return isOnly ? place : -1;
    }
}
