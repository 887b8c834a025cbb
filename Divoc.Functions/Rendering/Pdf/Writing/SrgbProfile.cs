using System.Buffers.Binary;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>A small ICC profile (ICC.1:2010, version 4.3) of sRGB (IEC 61966-2-1): three primaries and one curve.</summary>
internal static class SrgbProfile
{
    private const int HeaderLength = 128;
    private const int TagLength = 12;

    // Primaries, white and adaptation of sRGB as seen under D50 (ICC.1 section 8.2, Bradford), in s15Fixed16.
    private static readonly double[] White = [0.9642, 1.0, 0.8249];
    private static readonly double[] Red = [0.43606567, 0.22248840, 0.01391602];
    private static readonly double[] Green = [0.38514709, 0.71687317, 0.09707642];
    private static readonly double[] Blue = [0.14306641, 0.06060791, 0.71409607];
    private static readonly double[] Adaptation =
        [1.04788208, 0.02291870, -0.05021667, 0.02958679, 0.99047852, -0.01707458, -0.00924683, 0.01507568, 0.75167847];

    // Exponent and the linear part near black: parametric curve of type 3 (section 10.16).
    private static readonly double[] Curve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

    public static byte[] Write()
    {
        var curve = Numbers("para", [0, 3, 0, 0], Curve);
        (string Name, byte[] Content)[] tags =
        [
            ("desc", Text("sRGB")), ("cprt", Text("No copyright")), ("wtpt", Numbers("XYZ ", [], White)),
            ("chad", Numbers("sf32", [], Adaptation)),
            ("rXYZ", Numbers("XYZ ", [], Red)), ("gXYZ", Numbers("XYZ ", [], Green)), ("bXYZ", Numbers("XYZ ", [], Blue)),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ];
        var start = HeaderLength + 4 + (tags.Length * TagLength);
        var contents = tags.Select(tag => tag.Content).Distinct().ToList();
        var profile = new byte[start + contents.Sum(content => content.Length)];
        var offsets = new Dictionary<byte[], int>();
        foreach (var content in contents)
        {
            offsets.Add(content, start);
            content.CopyTo(profile, start);
            start += content.Length;
        }

        WriteHeader(profile);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(HeaderLength), tags.Length);
        var entry = profile.AsSpan(HeaderLength + 4);
        foreach (var (name, content) in tags)
        {
            Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], offsets[content]);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], content.Length);
            entry = entry[TagLength..];
        }

        return profile;
    }

    private static void WriteHeader(Span<byte> profile)
    {
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        BinaryPrimitives.WriteInt32BigEndian(profile[8..], 0x04300000);
        "mntrRGB XYZ "u8.CopyTo(profile[12..]);
        // The date of IEC 61966-2-1, because equal documents must have equal bytes.
        BinaryPrimitives.WriteInt16BigEndian(profile[24..], 1999);
        BinaryPrimitives.WriteInt16BigEndian(profile[26..], 10);
        BinaryPrimitives.WriteInt16BigEndian(profile[28..], 18);
        "acsp"u8.CopyTo(profile[36..]);
        Numbers("", [], White)[8..].CopyTo(profile[68..]);
    }

    /// <summary>A tag's content: type, four zeros, then numbers as s15Fixed16.</summary>
    private static byte[] Numbers(string type, byte[] prefix, double[] numbers)
    {
        var content = new byte[8 + prefix.Length + (numbers.Length * 4)];
        Encoding.ASCII.GetBytes(type, content);
        prefix.CopyTo(content, 8);
        for (var index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(8 + prefix.Length + (index * 4)), (int)Math.Round(numbers[index] * 65536));
        }

        return content;
    }

    /// <summary>A text of one language (section 10.13), padded to whole words.</summary>
    private static byte[] Text(string text)
    {
        const int head = 28;
        var content = new byte[(head + (text.Length * 2) + 3) & ~3];
        "mluc"u8.CopyTo(content);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(12), 12);
        "enUS"u8.CopyTo(content.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(20), text.Length * 2);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(24), head);
        Encoding.BigEndianUnicode.GetBytes(text, content.AsSpan(head));
        return content;
    }
}
