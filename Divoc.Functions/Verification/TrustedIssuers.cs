using Divoc.Functions.Formats;
namespace Divoc.Functions.Verification;

/// <summary>The keys of the other issuers, read once, when the settings are checked at start. A change of the folder counts from the next start on.</summary>
public sealed class TrustedIssuers
{
    private readonly Lock reading = new();
    private (string Folder, IReadOnlyList<TrustedKey> Keys)? read;

    /// <summary>The keys of a folder.</summary>
    /// <exception cref="TrustedIssuerException">It can't be used.</exception>
    internal IReadOnlyList<TrustedKey> KeysOf(string folder)
    {
        lock (reading)
        {
            read = read is { } before && before.Folder == folder ? before : (folder, TrustedIssuerFolder.Read(folder));
            return read.Value.Keys;
        }
    }
}
