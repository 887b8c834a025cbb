namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Changes bytes at random: a bit, a byte, some bytes removed, doubled, put in, or exchanged.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 5), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when bytes.Count > 8:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            default:
                (bytes[at], bytes[0]) = (bytes[0], bytes[at]);
                break;
        }
    }
}
