using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>Eight lanes, one for each mask, in a register of 512 bits. Only if <see cref="IsSupported"/>.</summary>
internal readonly struct QrEightLanes(Vector512<ulong> words) : IQrLanes<QrEightLanes>
{
    private readonly Vector512<ulong> words = words;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    public static int Count => Vector512<ulong>.Count;

    public static QrEightLanes Of(ulong word) => new(Vector512.Create(word));

    public static QrEightLanes Load(ReadOnlySpan<ulong> words) => new(Vector512.Create(words));

    /// <summary>
    /// .NET can't count bits in vector registers: the count is looked up for each half of a byte, and the eight bytes of a lane are added.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QrEightLanes CountOnes(QrEightLanes value)
    {
        // The number of 1 bits in each 4-bit number, once for each quarter of the register. As a constant here, it stays in a register.
        var ones = Vector512.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var fourBits = Vector512.Create((byte)0x0F);
        var low = Avx512BW.Shuffle(ones, value.words.AsByte() & fourBits);
        var high = Avx512BW.Shuffle(ones, (value.words >> 4).AsByte() & fourBits);
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
