using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Fetches parts of certificates: stored parts; forms of the QR code that are not stored, each made from the stored credential and always
/// the same; and credentials in formats that are made from the stored claims and signed at each fetch, while the certificate is live.
/// </summary>
public sealed class CertificateFetcher(
    CertificateFinder finder, CredentialFormats formats, CertificateTypes types, PageMaker pages, ISigningKeys signingKeys,
    RememberedKeys keys, SigningKeyCheck check, TimeProvider time)
{
    /// <summary>Media type of the QR image as SVG.</summary>
    public const string SvgMediaType = "image/svg+xml";

    /// <summary>Fetches a part of the certificate with an id.</summary>
    public async Task<FetchOutcome> FetchAsync(string certificateId, AskedPart asked, Caller caller, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        if (CertificateId.Read(certificateId) is not { } id
            || await finder.FindLedgerAsync(id, caller, cancellationToken) is not { Ledger: var ledger })
        {
            return new FetchOutcome.NotFound();
        }

        var version = ledger.SeenBy(caller).Find(id)!;
        var found = new Found(version, ledger, caller, began);
        return Withhold(version) ?? await FetchPartAsync(found, asked, version.IssuedAt, cancellationToken);
    }

    /// <summary>
    /// Fetches a part of a person's latest live certificate of a type. The type's rule chooses among those that the caller reaches.
    /// </summary>
    /// <param name="preEnrollmentCode">The person's code.</param>
    /// <param name="type">The name of the type.</param>
    /// <param name="asked">The requested part.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="cancellationToken">Cancels the fetch.</param>
    public async Task<FetchOutcome> FetchLatestAsync(
        string preEnrollmentCode, string type, AskedPart asked, Caller caller, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var ledger = await finder.ReadLedgerAsync(preEnrollmentCode, cancellationToken);
        var version = types.Current.Find(type)?.Latest(ledger.SeenBy(caller).Versions);
        return version is null
            ? new FetchOutcome.NoneIsLive()
            : await FetchPartAsync(new Found(version, ledger, caller, began), asked, null, cancellationToken);
    }

    /// <summary>
    /// The second step of a fetch: makes and signs a part that is not stored. It is never stored: a fetch during an erasure would bring
    /// personal data back.
    /// </summary>
    /// <exception cref="SigningKeyUnavailableException">The key can't be used now.</exception>
    /// <exception cref="SigningKeyMissingException">A key is missing.</exception>
    public async Task<FetchOutcome> SignAsync(FetchOutcome.ToBeSigned wanted, CancellationToken cancellationToken)
    {
        await check.RequireAllAsync(cancellationToken);
        WrittenCredential written;
        try
        {
            var source = await WithGroupAsync(wanted, cancellationToken);
            written = await wanted.Format.WriteAsync(source, signingKeys, SigningLane.Interactive, cancellationToken);
        }
        catch (EventFailedException fault)
        {
            return new FetchOutcome.NotWritable(fault.Reason, fault.Message);
        }
        catch (NameDiffersException fault)
        {
            return new FetchOutcome.OtherName(fault.Message);
        }
        catch (FormatNotSetUpException fault)
        {
            return new FetchOutcome.NotSetUp(fault.Message);
        }

        await keys.RememberAsync(written.Kid, cancellationToken);
        var outcome = wanted.Asked.Part switch
        {
            CertificatePart.Credential => Made(written.Bytes, wanted.MediaType, null),
            CertificatePart.Qr => MakePng(wanted.Format, written.Bytes, wanted.Asked.Size, null),
            CertificatePart.QrSvg => MakeSvg(wanted.Format, written.Bytes, null),
            _ => await MakePageAsync(wanted, written.Bytes, cancellationToken),
        };
        return outcome is FetchOutcome.Part made ? made with { Version = wanted.Version } : outcome;
    }

    /// <summary>The outcome for a certificate that is not returned; null for any other.</summary>
    private static FetchOutcome? Withhold(ListedCertificate version)
    {
        if (version.IsErased())
        {
            return new FetchOutcome.Erased();
        }

        return version.IsRevoked() ? new FetchOutcome.Revoked() : null;
    }

    private async Task<FetchOutcome> FetchPartAsync(
        Found found, AskedPart asked, DateTimeOffset? lastModified, CancellationToken cancellationToken)
    {
        var version = found.Version;
        var size = asked.Part == CertificatePart.Qr ? asked.Size : null;
        if (size is < AskedPart.SmallestSize or > AskedPart.LargestSize)
        {
            return new FetchOutcome.WrongSize();
        }

        var stored = formats.Of(version);
        var format = asked.Format is null ? stored : formats.Find(asked.Format);
        if (format is null || (format != stored && (format.IsStored || !HasClaims(version))))
        {
            return await NoSuchFormatAsync(version, cancellationToken);
        }

        var outcome = format == stored
            ? await FetchStoredAsync(version, format, asked.Part, size, lastModified, cancellationToken)
            : await FetchDerivedAsync(found, format, asked with { Size = size }, cancellationToken);
        if (outcome is FetchOutcome.Part part)
        {
            outcome = part with { Version = version };
        }

        return outcome with { ReplacedBy = version.ReplacedBy() };
    }

    private async Task<FetchOutcome> NoSuchFormatAsync(ListedCertificate version, CancellationToken cancellationToken)
    {
        if (!HasClaims(version))
        {
            return new FetchOutcome.NoSuchFormat([formats.Of(version).Name]);
        }

        return await ReadClaimsAsync(version, cancellationToken) is { } claims ? NoSuchFormat(version, claims) : new FetchOutcome.Erased();
    }

    private FetchOutcome.NoSuchFormat NoSuchFormat(ListedCertificate version, CertificateClaims claims)
    {
        var stored = formats.Of(version);
        return new([.. formats.All.Where(format => format == stored || CanDerive(format, claims.Event)).Select(format => format.Name)]);
    }

    /// <summary>Certificates of earlier versions of the program have none.</summary>
    private static bool HasClaims(ListedCertificate version) => version.Hashes.Of(CertificateArtifacts.ClaimsFile) is not null;

    private static bool CanDerive(ICredentialFormat format, AcceptedEvent certified) =>
        !format.IsStored && format.CanWrite(certified.Type, certified.Version, certified.Shape);

    private async Task<CertificateClaims?> ReadClaimsAsync(ListedCertificate version, CancellationToken cancellationToken)
    {
        return await finder.ReadAsync(version, CertificateArtifacts.Claims(version.CertificateId), cancellationToken) is { } stored
            ? CertificateClaims.Parse(stored.Bytes)
            : null;
    }

    private async Task<FetchOutcome> FetchStoredAsync(
        ListedCertificate version, ICredentialFormat format, CertificatePart part, int? size, DateTimeOffset? lastModified,
        CancellationToken cancellationToken)
    {
        var (file, mediaType) = FileFor(part, size, format);
        if (version.Hashes.Of(file) is not { } hash)
        {
            return new FetchOutcome.NoSuchPart();
        }

        if (await finder.ReadAsync(version, CertificateArtifacts.Of(version.CertificateId, file), cancellationToken) is not { } stored)
        {
            return new FetchOutcome.Erased();
        }

        return part switch
        {
            CertificatePart.Qr when size is not null => MakePng(format, stored.Bytes, size, lastModified),
            CertificatePart.QrSvg => MakeSvg(format, stored.Bytes, lastModified),
            _ => new FetchOutcome.Part(stored.Bytes, mediaType, hash, lastModified),
        };
    }

    /// <summary>The stored file that is the part, or the credential, from which the part is made.</summary>
    private static (string Name, string MediaType) FileFor(CertificatePart part, int? size, ICredentialFormat format) => part switch
    {
        CertificatePart.Qr when size is null => (CertificateArtifacts.QrFile, CertificateArtifacts.QrContentType),
        CertificatePart.Pdf => (CertificateArtifacts.PdfFile, CertificateArtifacts.PdfContentType),
        _ => (format.File.Name, format.File.MediaType),
    };

    /// <summary>
    /// A new signature would be dated after the suspension or the replacement, and offline verifiers would accept it: so only live
    /// certificates are signed.
    /// </summary>
    private async Task<FetchOutcome> FetchDerivedAsync(
        Found found, ICredentialFormat format, AskedPart asked, CancellationToken cancellationToken)
    {
        var version = found.Version;
        if (await ReadClaimsAsync(version, cancellationToken) is not { } claims)
        {
            return new FetchOutcome.Erased();
        }

        if (!CanDerive(format, claims.Event))
        {
            return NoSuchFormat(version, claims);
        }

        if (asked.Part != CertificatePart.Credential && !format.HasSymbols)
        {
            return new FetchOutcome.NoSuchPart();
        }

        // Read only now: stored parts don't need it.
        var knownAt = found.KnownAt();
        return found.StatusOf(version, knownAt) switch
        {
            CertificateStatus.Live => new FetchOutcome.ToBeSigned(version, format, SourceOf(found, claims), asked)
            {
                Live = format.TakesGroup ? found.LiveOnes(knownAt) : [],
            },
            CertificateStatus.Suspended => new FetchOutcome.Suspended(),
            CertificateStatus.Superseded => new FetchOutcome.Superseded(),
            _ => new FetchOutcome.Revoked(),
        };
    }

    private static CredentialSource SourceOf(Found found, CertificateClaims claims)
    {
        return new CredentialSource(found.Version.CertificateId, claims.AcceptedAt, found.At, claims.Event)
        {
            Claims = claims,
            Changed = LastChanges.Of(found.Ledger.Versions, found.At),
        };
    }

    /// <summary>
    /// What is to be signed, as of the time at which the certificate was seen to be live. It has the claims of the whole group if the
    /// format takes them.
    /// </summary>
    private async Task<CredentialSource> WithGroupAsync(FetchOutcome.ToBeSigned wanted, CancellationToken cancellationToken)
    {
        var (source, version) = (wanted.Source, wanted.Version);
        if (!wanted.Format.TakesGroup)
        {
            return source;
        }

        List<CertificateClaims> group = [];
        foreach (var member in types.Current.Of(source.Event).GroupFor(version, [.. wanted.Live.Where(HasClaims)]))
        {
            // One that was erased in the meantime is left out.
            var read = member.CertificateId == version.CertificateId ? source.Claims : await ReadClaimsAsync(member, cancellationToken);
            if (read is not null)
            {
                group.Add(read);
            }
        }

        return source with { Group = group };
    }

    /// <summary>Makes the page of a credential that is made at the fetch, with the earlier events that its ledger has by now.</summary>
    private async Task<FetchOutcome> MakePageAsync(
        FetchOutcome.ToBeSigned wanted, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken)
    {
        var (version, issued) = (wanted.Version, formats.Of(wanted.Version));
        var stored = await finder.ReadAsync(version, CertificateArtifacts.Of(version.CertificateId, issued.File.Name), cancellationToken);
        var read = await finder.FindLedgerAsync(version.CertificateId, Caller.Service, cancellationToken);
        if (stored is null || read is null)
        {
            return new FetchOutcome.Erased();
        }

        var certified = wanted.Source.Event;
        var type = types.Current.Of(certified);
        var source = new PageSource(
            version.CertificateId, type, issued, certified, EarlierEvents.Of(version, read.Ledger, type), stored.Bytes)
        {
            Claims = certified.Data,
        };
        try
        {
            return Made(pages.Make(source, wanted.Format, credential), CertificateArtifacts.PdfContentType, null);
        }
        catch (EventFailedException fault)
        {
            return new FetchOutcome.NotWritable(fault.Reason, fault.Message);
        }
        catch (RenderingException fault)
        {
            return new FetchOutcome.NotWritable(fault.Reason, fault.Message);
        }
    }

    /// <summary>
    /// Makes the PNG of the first QR code. Without a size it has the usual one; else it is the largest that fits the size and has a whole
    /// number of pixels for each module.
    /// </summary>
    private static FetchOutcome MakePng(ICredentialFormat format, ReadOnlyMemory<byte> credential, int? size, DateTimeOffset? lastModified)
    {
        return MakeImage(format, credential, Write);

        FetchOutcome.Part Write(QrSymbol symbol)
        {
            return Made(QrPng.Write(symbol, PixelsPerModule(symbol, size)), CertificateArtifacts.QrContentType, lastModified);
        }
    }

    /// <summary>Makes the SVG of the first QR code.</summary>
    private static FetchOutcome MakeSvg(ICredentialFormat format, ReadOnlyMemory<byte> credential, DateTimeOffset? lastModified)
    {
        return MakeImage(format, credential, symbol => Made(QrSvg.Write(symbol), SvgMediaType, lastModified));
    }

    /// <summary>Makes the image of the first QR code, if the credential has one that an image can show.</summary>
    private static FetchOutcome MakeImage(
        ICredentialFormat format, ReadOnlyMemory<byte> credential, Func<QrSymbol, FetchOutcome.Part> write)
    {
        try
        {
            return format.SymbolsOf(credential) is [var content, ..] ? write(QrEncoder.Encode(content)) : new FetchOutcome.NoSuchPart();
        }
        catch (EventFailedException fault)
        {
            return new FetchOutcome.NotWritable(fault.Reason, fault.Message);
        }
        catch (RenderingException fault)
        {
            return new FetchOutcome.NotWritable(fault.Reason, fault.Message);
        }
    }

    /// <summary>Never fewer pixels than scanners need, which can make the image larger than the size.</summary>
    private static int PixelsPerModule(QrSymbol symbol, int? size)
    {
        var modules = symbol.Size + (2 * QrSymbol.QuietZone);
        return size is { } wanted ? Math.Max(QrPng.LeastPixelsPerModule, wanted / modules) : QrPng.PixelsPerModule;
    }

    private static FetchOutcome.Part Made(ReadOnlyMemory<byte> bytes, string mediaType, DateTimeOffset? lastModified)
    {
        return new(bytes, mediaType, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), lastModified);
    }

    /// <summary>A certificate that was found.</summary>
    /// <param name="Version">The certificate.</param>
    /// <param name="Ledger">All certificates of the person, also those that the caller does not reach.</param>
    /// <param name="Caller">The caller.</param>
    /// <param name="At">
    /// When the search began (UTC). Signatures get this time, so that the ledger has everything that was written before it.
    /// </param>
    private sealed record Found(ListedCertificate Version, CertificateLedger Ledger, Caller Caller, DateTimeOffset At)
    {
        /// <summary>
        /// When everything in the ledger was known (UTC): a change that was written during the search counts, though it has a later date.
        /// </summary>
        public DateTimeOffset KnownAt() =>
            Ledger.Versions.SelectMany(version => version.Changes).Select(change => change.At).Append(At).Max();

        /// <summary>The live certificates that the caller reaches.</summary>
        public IReadOnlyList<ListedCertificate> LiveOnes(DateTimeOffset knownAt) =>
            [.. Ledger.SeenBy(Caller).Versions
                .Where(version => StatusOf(version, knownAt) == CertificateStatus.Live && !version.IsErased())];

        /// <summary>Live only if it is live at both times: a clock that was once far ahead must not end a suspension early.</summary>
        public CertificateStatus StatusOf(ListedCertificate version, DateTimeOffset knownAt)
        {
            var status = version.StateAt(At).Status;
            return status == CertificateStatus.Live ? version.StateAt(knownAt).Status : status;
        }
    }
}
