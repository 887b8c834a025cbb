namespace Divoc.Functions.Verification.Files;

/// <summary>The kind of a file by its first bytes, whatever its name or media type is.</summary>
public enum FileKind
{
    /// <summary>None of these: an unpacked payload, or nothing.</summary>
    Other,

    /// <summary>A PDF.</summary>
    Pdf,

    /// <summary>A PNG picture.</summary>
    Png,

    /// <summary>A JPEG picture.</summary>
    Jpeg,

    /// <summary>A picture in an unsupported format: GIF, WebP, BMP, TIFF, HEIC, AVIF.</summary>
    OtherPicture,
}

/// <summary>Recognises files by their first bytes.</summary>
public static class FileKinds
{
    /// <summary>The number of bytes that <see cref="Of"/> needs.</summary>
    public const int HeadBytes = 12;

    /// <summary>The kind of a file with these first bytes.</summary>
    public static FileKind Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("%PDF-"u8))
        {
            return FileKind.Pdf;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return FileKind.Png;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return FileKind.Jpeg;
        }

        return IsOtherPicture(head) ? FileKind.OtherPicture : FileKind.Other;
    }

    /// <summary>ISO base media files, such as HEIC and AVIF, have their brand after the length and type of their first box.</summary>
    private static bool IsOtherPicture(ReadOnlySpan<byte> head)
    {
        return head.StartsWith("GIF8"u8) || head.StartsWith("BM"u8) || head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)
            || (head.Length >= HeadBytes
                && ((head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) || head[4..].StartsWith("ftyp"u8)));
    }
}
