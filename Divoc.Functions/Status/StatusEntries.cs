using System.Buffers.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Status;

/// <summary>Makes lists from the register, and counts its entries.</summary>
public sealed class StatusEntries(StatusRegister register, IOptions<IssuerOptions> issuer, TimeProvider time) : IDisposable
{
    private const int ShortNameBytes = 16;
    private const int MostAtOnce = 16;

    /// <summary>The limit of lists that are made at the same time, so that the store and the memory stay free for other work.</summary>
    private readonly SemaphoreSlim places = new(MostAtOnce);

    /// <summary>Makes the list of the certificates whose hash begins with some hex digits, without times.</summary>
    /// <param name="prefix">The hex digits; empty for the full list.</param>
    /// <param name="most">The maximum of registered certificates, including those that are valid again.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The list, and the number of registered certificates; null if there are more.</returns>
    public async Task<(StatusList List, int Registered)?> TryListAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await ListAsync(prefix, most, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>
    /// The names in formats' own lists of the certificates that are not valid now and whose hash begins with some hex digits.
    /// </summary>
    /// <param name="prefix">The hex digits; empty for all.</param>
    /// <param name="most">The maximum of registered certificates, including those that are valid again.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The names by form and kind; null if more certificates are registered.</returns>
    public async Task<ILookup<(string Form, string Kind), string>?> TryNamesAsync(
        string prefix, int most, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await NamesAsync(prefix, most, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>The number of registered certificates whose hash begins with some hex digits.</summary>
    /// <param name="prefix">The hex digits.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<int> CountAsync(string prefix, CancellationToken cancellationToken)
    {
        var count = 0;
        string? continuation = null;
        do
        {
            (var page, continuation) = await register.ListAsync(prefix, continuation, cancellationToken);
            count += page.Count;
        }
        while (continuation is not null);

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task<ILookup<(string Form, string Kind), string>?> NamesAsync(
        string prefix, int most, CancellationToken cancellationToken)
    {
        var (now, registered, names) = (time.GetUtcNow(), 0, new List<RevocationName>());
        string? continuation = null;
        do
        {
            (var page, continuation) = await register.ListAsync(prefix, continuation, cancellationToken);
            names.AddRange(page.Where(status => status.IsInvalidAt(now)).SelectMany(status => status.Names));
            registered += page.Count;
            if (registered > most)
            {
                return null;
            }
        }
        while (continuation is not null);

        return names.ToLookup(name => (name.Form, name.Kind), name => name.Name);
    }

    private async Task<(StatusList List, int Registered)?> ListAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        var (now, registered) = (time.GetUtcNow(), 0);
        var (revoked, superseded, suspended) = (new List<string>(), new List<string>(), new List<SuspendedCertificate>());
        string? continuation = null;
        do
        {
            (var page, continuation) = await register.ListAsync(prefix, continuation, cancellationToken);
            foreach (var status in page)
            {
                Add(status, NameOf(status.Hash, isWhole: prefix.Length == 0), now, revoked, superseded, suspended);
            }

            registered += page.Count;
            if (registered > most)
            {
                return null;
            }
        }
        while (continuation is not null);

        revoked.Sort(StringComparer.Ordinal);
        superseded.Sort(StringComparer.Ordinal);
        var list = new StatusList
        {
            Issuer = issuer.Value.Id,
            PrefixLength = prefix.Length == 0 ? 0 : null,
            Prefix = prefix.Length == 0 ? null : prefix,
            Issued = default,
            NextUpdate = default,
            Revoked = revoked,
            Superseded = superseded,
            Suspended = [.. suspended.OrderBy(entry => entry.Certificate, StringComparer.Ordinal).ThenBy(entry => entry.From)],
        };
        return (list, registered);
    }

    private static void Add(
        RegisteredStatus status, string name, DateTimeOffset now, List<string> revoked, List<string> superseded,
        List<SuspendedCertificate> suspended)
    {
        switch (status.State)
        {
            case RegisteredState.Revoked:
                revoked.Add(name);
                break;
            case RegisteredState.Superseded:
                superseded.Add(name);
                break;
            default:
                suspended.AddRange(
                    status.Suspended.Where(span => span.Until is null || span.Until > now)
                        .Select(span => new SuspendedCertificate(name, span.From, span.Until)));
                break;
        }
    }

    private static string NameOf(string hash, bool isWhole)
    {
        var bytes = Convert.FromHexString(hash);
        return Base64Url.EncodeToString(isWhole ? bytes : bytes.AsSpan(0, ShortNameBytes));
    }
}
