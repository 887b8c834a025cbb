namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// A word of lines (<see cref="QrLines"/>) under one or several masks at once: one lane a mask. Whatever is reckoned with it is written once, and runs both on a plain word and
/// on the wide registers of a processor that has them.
/// </summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IQrLanes<T>
    where T : struct, IQrLanes<T>
{
    /// <summary>Number of lanes. The type is exactly as many words, one after the other, and nothing else.</summary>
    static abstract int Count { get; }

    /// <summary>The same word in each lane.</summary>
    static abstract T Of(ulong word);

    /// <summary>As many words as there are lanes.</summary>
    static abstract T Load(ReadOnlySpan<ulong> words);

    /// <summary>How many bits are 1, by lane.</summary>
    static abstract T CountOnes(T value);

    static abstract T operator &(T left, T right);

    static abstract T operator |(T left, T right);

    static abstract T operator ^(T left, T right);

    static abstract T operator ~(T value);

    static abstract T operator +(T left, T right);

    static abstract T operator <<(T value, int count);

    static abstract T operator >>(T value, int count);
}
