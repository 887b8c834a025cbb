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
                throw new PayloadException(Unreadable, "Pictures of this kind can't be read: send it as PNG or JPEG.");
        }

        using var turn = await turns.TakeAsync(cancellationToken);
        return kind == FileKind.Pdf ? OfPdf(file, cancellationToken) : OfPicture(file);
    }

    private ReadOnlyMemory<byte> OfPicture(ReadOnlyMemory<byte> file)
    {
        GrayPicture picture;
        try
        {
            picture = PictureDecoder.Decode(file, PictureDecoder.MostPixels) ?? throw new PayloadException(Unreadable, "The picture is damaged: choose another one.");
        }
        catch (PictureTooLargeException exception)
        {
            throw new PayloadException(Unreadable, $"A picture of more than {PictureDecoder.MostPixels / 1_000_000} million pixels can't be read: choose a smaller one.", exception);
        }

        return Only(CodeScanner.Scan(picture).Select(Memory), "This picture shows several certificates: send one at a time.")?.Payload
            ?? throw new PayloadException(NoCertificate, "No code of a certificate can be read in this picture: take it from straight above, in good light, so that the code fills most of it.");
    }

    private ReadOnlyMemory<byte> OfPdf(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        const string several = "This PDF has several certificates: send one at a time.";
        var content = PdfReader.Read(file, cancellationToken);
        if (content.IsEncrypted)
        {
            throw new PayloadException(Unreadable, "This PDF is encrypted and can't be read: choose a picture of the code.");
        }

        if (Only(content.Attachments, several) is not { } attached)
        {
            return Only(content.Codes.Select(Memory), several)?.Payload
                ?? throw new PayloadException(NoCertificate, "This is a PDF without a certificate that can be read: choose a picture of the code.");
        }

        // A genuine certificate may have been attached to a forged page.
        var onPages = content.Codes.Where(code => formats.Recognize(code) == attached.Format);
        return onPages.All(code => attached.Format.IsSame(attached.Payload, code))
            ? attached.Payload
            : throw new PayloadException(Several, "The code on a page of this PDF is another certificate than the one attached to it: trust neither, and ask for the original.");
    }

    /// <summary>
    /// The only certificate among those found; null for none. A page may have codes in several formats: then the one of the format that was
    /// registered first is used, and there must be only one of it.
    /// </summary>
    private Found? Only(IEnumerable<ReadOnlyMemory<byte>> found, string several)
    {
        var certificates = found.Select(payload => (Payload: payload, Format: formats.Recognize(payload.Span))).Where(certificate => certificate.Format is not null).ToList();
        foreach (var format in formats.All)
        {
            var own = certificates.Where(certificate => certificate.Format == format).ToList();
            if (own.Count > 0)
            {
                return own.TrueForAll(other => format.IsSame(own[0].Payload, other.Payload)) ? new Found(own[0].Payload, format) : throw new PayloadException(Several, several);
            }
        }

        return null;
    }

    private static ReadOnlyMemory<byte> Memory(byte[] bytes) => bytes;

    private sealed record Found(ReadOnlyMemory<byte> Payload, ICredentialFormat Format);
}
