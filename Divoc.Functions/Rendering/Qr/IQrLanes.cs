namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// A word of lines (<see cref="QrLines"/>) with one or several masks at once: one lane for each mask. Calculations are written once, and
/// run both on a plain word and on wide registers, if the processor has them.
/// </summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IQrLanes<T>
    where T : struct, IQrLanes<T>
{
    /// <summary>Number of lanes. The type consists of exactly this many words, one after the other.</summary>
    static abstract int Count { get; }

    /// <summary>The same word in each lane.</summary>
    static abstract T Of(ulong word);

    /// <summary>One word for each lane.</summary>
    static abstract T Load(ReadOnlySpan<ulong> words);

    /// <summary>The number of bits that are 1, by lane.</summary>
    static abstract T CountOnes(T value);

    static abstract T operator &(T left, T right);

    static abstract T operator |(T left, T right);

    static abstract T operator ^(T left, T right);

    static abstract T operator ~(T value);

    static abstract T operator +(T left, T right);

    static abstract T operator <<(T value, int count);

    static abstract T operator >>(T value, int count);
}
