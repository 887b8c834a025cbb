using Divoc.Functions.Formats;
using Divoc.Functions.Verification.Files.Codes;
using Divoc.Functions.Verification.Files.Pdf;

namespace Divoc.Functions.Verification.Files;

/// <summary>
/// Finds the payload in files, as a scanner would: a PDF has its certificate attached, else on its pages; a picture has a code. Everything
/// else is a payload itself. Only the certificate is checked, neither the printed text of a page nor the author of the file.
/// </summary>
public sealed class PresentedFiles(CredentialFormats formats, DecodingTurns turns)
{
    /// <summary>The error code for a picture without a code, or a PDF without a certificate.</summary>
    public const string NoCertificate = "NO_CERTIFICATE_FOUND";

    /// <summary>
    /// The error code for a file that can't be read: too large a picture, a damaged or an encrypted file, an unsupported kind.
    /// </summary>
    public const string Unreadable = "FILE_UNREADABLE";

    /// <summary>The error code for a file with several certificates, or with one attached and another on the page.</summary>
    public const string Several = "SEVERAL_CERTIFICATES";

    /// <summary>The payload of a file.</summary>
    /// <param name="file">At most <see cref="VerificationLimits.FileBytes"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="PayloadException">It can't be read, or has no certificate, or several.</exception>
    /// <exception cref="DecodingBusyException">Too many files are being read.</exception>
    public async Task<ReadOnlyMemory<byte>> PayloadOfAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var kind = FileKinds.Of(file.Span);
        switch (kind)
        {
            case FileKind.Other:
                return file;
            case FileKind.OtherPicture:
                throw new PayloadException(Unreadable, "Pictures in this format can't be read: send a PNG or a JPEG.");
        }

        using var turn = await turns.TakeAsync(cancellationToken);
        return kind == FileKind.Pdf ? OfPdf(file, cancellationToken) : OfPicture(file);
    }

    private ReadOnlyMemory<byte> OfPicture(ReadOnlyMemory<byte> file)
    {
        GrayPicture picture;
        try
        {
            picture = PictureDecoder.Decode(file, PictureDecoder.MostPixels)
                ?? throw new PayloadException(Unreadable, "The picture is damaged: send another one.");
        }
        catch (PictureTooLargeException exception)
        {
            throw new PayloadException(
                Unreadable,
                $"The picture is too large: send one with at most {PictureDecoder.MostPixels / 1_000_000} million pixels.",
                exception);
        }

        return Only(CodeScanner.Scan(picture).Select(Memory), "This picture shows several certificates: send a picture of one.")?.Payload
            ?? throw new PayloadException(
                NoCertificate,
                "No QR code of a certificate can be read in this picture. Take a new picture from directly above the code, in good "
                + "light, so that the code fills most of the picture.");
    }

    private ReadOnlyMemory<byte> OfPdf(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        const string several = "This PDF has several certificates: send a PDF with one.";
        var content = PdfReader.Read(file, cancellationToken);
        if (content.IsEncrypted)
        {
            throw new PayloadException(Unreadable, "This PDF is encrypted and can't be read: send a picture of the QR code.");
        }

        if (Only(content.Attachments, several) is not { } attached)
        {
            return Only(content.Codes.Select(Memory), several)?.Payload
                ?? throw new PayloadException(NoCertificate, "No certificate can be read from this PDF: send a picture of the QR code.");
        }

        // A genuine certificate may have been attached to a forged page.
        var onPages = content.Codes.Where(code => formats.Recognize(code) == attached.Format);
        return onPages.All(code => attached.Format.IsSame(attached.Payload, code))
            ? attached.Payload
            : throw new PayloadException(
                Several,
                "The QR code on a page of this PDF is not the certificate that is attached to the PDF. Trust neither of them, and ask "
                + "for the original.");
    }

    /// <summary>
    /// The only certificate among those found; null for none. A page may have codes in several formats: then the one of the format that was
    /// registered first is used, and there must be only one of it.
    /// </summary>
    private Found? Only(IEnumerable<ReadOnlyMemory<byte>> found, string several)
    {
        var certificates = found.Select(payload => (Payload: payload, Format: formats.Recognize(payload.Span)))
            .Where(certificate => certificate.Format is not null)
            .ToList();
        foreach (var format in formats.All)
        {
            var own = certificates.Where(certificate => certificate.Format == format).ToList();
            if (own.Count > 0)
            {
                return own.TrueForAll(other => format.IsSame(own[0].Payload, other.Payload))
                    ? new Found(own[0].Payload, format)
                    : throw new PayloadException(Several, several);
            }
        }

        return null;
    }

    private static ReadOnlyMemory<byte> Memory(byte[] bytes) => bytes;

    private sealed record Found(ReadOnlyMemory<byte> Payload, ICredentialFormat Format);
}
