namespace Divoc.Functions.Verification.Files;

/// <summary>What a file is by its first bytes, whatever its name or media type says.</summary>
public enum FileKind
{
    /// <summary>None of these: a payload as it stands, or nothing.</summary>
    Other,

    /// <summary>A PDF.</summary>
    Pdf,

    /// <summary>A PNG picture.</summary>
    Png,

    /// <summary>A JPEG picture.</summary>
    Jpeg,

    /// <summary>A picture in a form that is not read: GIF, WebP, BMP, TIFF, HEIC, AVIF.</summary>
    OtherPicture,
}

/// <summary>Tells files by their first bytes.</summary>
public static class FileKinds
{
    /// <summary>As many bytes as <see cref="Of"/> needs to see.</summary>
    public const int HeadBytes = 12;

    /// <summary>The kind of a file that begins so.</summary>
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

    /// <summary>ISO base media files, which HEIC and AVIF are, name their brand behind the length and type of their first box.</summary>
    private static bool IsOtherPicture(ReadOnlySpan<byte> head)
    {
        return head.StartsWith("GIF8"u8) || head.StartsWith("BM"u8) || head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)
            || (head.Length >= HeadBytes && ((head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) || head[4..].StartsWith("ftyp"u8)));
    }
}
