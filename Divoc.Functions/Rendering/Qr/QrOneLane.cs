using System.Numerics;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>One lane: a plain word, on every processor.</summary>
internal readonly struct QrOneLane(ulong word) : IQrLanes<QrOneLane>
{
    private readonly ulong word = word;

    public static int Count => 1;

    public static QrOneLane Of(ulong word) => new(word);

    public static QrOneLane Load(ReadOnlySpan<ulong> words) => new(words[0]);

    public static QrOneLane CountOnes(QrOneLane value) => new((ulong)BitOperations.PopCount(value.word));

    public static QrOneLane operator &(QrOneLane left, QrOneLane right) => new(left.word & right.word);

    public static QrOneLane operator |(QrOneLane left, QrOneLane right) => new(left.word | right.word);

    public static QrOneLane operator ^(QrOneLane left, QrOneLane right) => new(left.word ^ right.word);

    public static QrOneLane operator ~(QrOneLane value) => new(~value.word);

    public static QrOneLane operator +(QrOneLane left, QrOneLane right) => new(left.word + right.word);

    public static QrOneLane operator <<(QrOneLane value, int count) => new(value.word << count);

    public static QrOneLane operator >>(QrOneLane value, int count) => new(value.word >> count);
}
