namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>All orders of a few items.</summary>
internal static class Permutations
{
    /// <summary>Each order once, in lexicographic order of the positions. The array is reused for the next one.</summary>
    public static IEnumerable<string[]> Of(IReadOnlyList<string> items)
    {
        var positions = Enumerable.Range(0, items.Count).ToArray();
        var order = new string[items.Count];
        do
        {
            for (var index = 0; index < order.Length; index++)
            {
                order[index] = items[positions[index]];
            }

            yield return order;
        }
        while (Advance(positions));
    }

    private static bool Advance(int[] positions)
    {
        var pivot = positions.Length - 2;
        while (pivot >= 0 && positions[pivot] > positions[pivot + 1])
        {
            pivot--;
        }

        if (pivot < 0)
        {
            return false;
        }

        var next = positions.Length - 1;
        while (positions[next] < positions[pivot])
        {
            next--;
        }

        (positions[pivot], positions[next]) = (positions[next], positions[pivot]);
        Array.Reverse(positions, pivot + 1, positions.Length - pivot - 1);
        return true;
    }
}
