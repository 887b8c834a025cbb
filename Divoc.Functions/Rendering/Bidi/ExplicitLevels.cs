namespace Divoc.Functions.Rendering.Bidi;

/// <summary>Rules X1 to X8 of UAX #9: the levels from embeddings, overrides and isolates. Used for one paragraph.</summary>
internal ref struct ExplicitLevels(ReadOnlySpan<BidiClass> classes, ReadOnlySpan<int> matches, int paragraphLevel)
{
    private const int MaxDepth = 125;

    private readonly Stack<(byte Level, BidiClass? Override, bool IsIsolate)> stack = new([((byte)paragraphLevel, null, false)]);
    private readonly ReadOnlySpan<BidiClass> classes = classes;
    private readonly ReadOnlySpan<int> matches = matches;
    private int overflowIsolates;
    private int overflowEmbeddings;
    private int validIsolates;

    /// <summary>Resolves the explicit levels; an override also changes types.</summary>
    public (byte[] Levels, BidiClass[] Types) Resolve(ReadOnlySpan<BidiClass> original)
    {
        var levels = new byte[original.Length];
        var types = original.ToArray();
        for (var index = 0; index < original.Length; index++)
        {
            switch (original[index])
            {
                case BidiClass.LRE or BidiClass.LRO or BidiClass.RLE or BidiClass.RLO:
                    levels[index] = stack.Peek().Level;
                    OpenEmbedding(original[index]);
                    break;
                case BidiClass.LRI or BidiClass.RLI or BidiClass.FSI:
                    Apply(index, levels, types);
                    OpenIsolate(index);
                    break;
                case BidiClass.PDI:
                    CloseIsolate();
                    Apply(index, levels, types);
                    break;
                case BidiClass.PDF:
                    CloseEmbedding();
                    levels[index] = stack.Peek().Level;
                    break;
                case BidiClass.B:
                    levels[index] = (byte)paragraphLevel;
                    break;
                case BidiClass.BN:
                    levels[index] = stack.Peek().Level;
                    break;
                default:
                    Apply(index, levels, types);
                    break;
            }
        }

        return (levels, types);
    }

    private readonly void Apply(int index, byte[] levels, BidiClass[] types)
    {
        var (level, forced, _) = stack.Peek();
        levels[index] = level;
        types[index] = forced ?? types[index];
    }

    /// <summary>X2 to X5.</summary>
    private void OpenEmbedding(BidiClass type)
    {
        var level = Next(type is BidiClass.RLE or BidiClass.RLO);
        if (level <= MaxDepth && overflowIsolates == 0 && overflowEmbeddings == 0)
        {
            BidiClass? forced = type switch
            {
                BidiClass.RLO => BidiClass.R,
                BidiClass.LRO => BidiClass.L,
                _ => null,
            };
            stack.Push(((byte)level, forced, false));
        }
        else if (overflowIsolates == 0)
        {
            overflowEmbeddings++;
        }
    }

    /// <summary>X5a to X5c.</summary>
    private void OpenIsolate(int index)
    {
        var isRightToLeft = classes[index] == BidiClass.RLI
            || (classes[index] == BidiClass.FSI && BidiResolver.FirstStrong(classes, matches, index + 1, matches[index]) == 1);
        var level = Next(isRightToLeft);
        if (level <= MaxDepth && overflowIsolates == 0 && overflowEmbeddings == 0)
        {
            validIsolates++;
            stack.Push(((byte)level, null, true));
        }
        else
        {
            overflowIsolates++;
        }
    }

    /// <summary>X6a.</summary>
    private void CloseIsolate()
    {
        if (overflowIsolates > 0)
        {
            overflowIsolates--;
        }
        else if (validIsolates > 0)
        {
            overflowEmbeddings = 0;
            while (!stack.Pop().IsIsolate)
            {
            }

            validIsolates--;
        }
    }

    /// <summary>X7.</summary>
    private void CloseEmbedding()
    {
        if (overflowIsolates > 0)
        {
            return;
        }

        if (overflowEmbeddings > 0)
        {
            overflowEmbeddings--;
        }
        else if (!stack.Peek().IsIsolate && stack.Count >= 2)
        {
            stack.Pop();
        }
    }

    /// <summary>The lowest higher level with a direction.</summary>
    private readonly int Next(bool isRightToLeft) => isRightToLeft ? (stack.Peek().Level + 1) | 1 : (stack.Peek().Level + 2) & ~1;
}
