using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>Eight lanes, one for each mask, in a register of 512 bits. Only where <see cref="IsSupported"/>.</summary>
internal readonly struct QrEightLanes(Vector512<ulong> words) : IQrLanes<QrEightLanes>
{
    private readonly Vector512<ulong> words = words;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    public static int Count => Vector512<ulong>.Count;

    /// <summary>How many bits of each number of four bits are 1; once for each quarter of the register.</summary>
    private static Vector512<byte> OnesOfFourBits => Vector512.Create(Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4)));

    public static QrEightLanes Of(ulong word) => new(Vector512.Create(word));

    public static QrEightLanes Load(ReadOnlySpan<ulong> words) => new(Vector512.Create(words));

    /// <summary>.NET has no counting of bits in registers: it is looked up for each half of a byte, and the eight bytes of a lane are added.</summary>
    public static QrEightLanes CountOnes(QrEightLanes value)
    {
        var fourBits = Vector512.Create((byte)0x0F);
        var low = Avx512BW.Shuffle(OnesOfFourBits, value.words.AsByte() & fourBits);
        var high = Avx512BW.Shuffle(OnesOfFourBits, (value.words >> 4).AsByte() & fourBits);
        return new(Avx512BW.SumAbsoluteDifferences(low + high, Vector512<byte>.Zero).AsUInt64());
    }

    public static QrEightLanes operator &(QrEightLanes left, QrEightLanes right) => new(left.words & right.words);

    public static QrEightLanes operator |(QrEightLanes left, QrEightLanes right) => new(left.words | right.words);

    public static QrEightLanes operator ^(QrEightLanes left, QrEightLanes right) => new(left.words ^ right.words);

    public static QrEightLanes operator ~(QrEightLanes value) => new(~value.words);

    public static QrEightLanes operator +(QrEightLanes left, QrEightLanes right) => new(left.words + right.words);

    public static QrEightLanes operator <<(QrEightLanes value, int count) => new(value.words << count);

    public static QrEightLanes operator >>(QrEightLanes value, int count) => new(value.words >> count);
}
