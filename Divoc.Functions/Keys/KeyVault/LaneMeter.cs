namespace Divoc.Functions.Keys.KeyVault;

/// <summary>Measures the use of a vault by lanes. Not thread-safe: the caller must lock.</summary>
internal sealed class LaneMeter
{
    private static readonly int Lanes = Enum.GetValues<SigningLane>().Length;

    private readonly double[] spent = new double[Lanes];
    private readonly TimeSpan[] waited = new TimeSpan[Lanes];
    private readonly TimeSpan[] waitingSince = new TimeSpan[Lanes];

    /// <summary>A turn was taken.</summary>
    public void Spent(SigningLane lane, double work) => spent[(int)lane] += work;

    /// <summary>A caller begins to wait in a lane.</summary>
    public void Began(SigningLane lane, TimeSpan now, LaneQueue queue)
    {
        if (queue.CountOf(lane) == 0)
        {
            waitingSince[(int)lane] = now;
        }
    }

    /// <summary>A caller has stopped waiting in a lane.</summary>
    public void Ended(SigningLane lane, TimeSpan now, LaneQueue queue)
    {
        if (queue.CountOf(lane) == 0)
        {
            waited[(int)lane] += now - waitingSince[(int)lane];
        }
    }

    /// <summary>The measured use since the last call of this method.</summary>
    public IReadOnlyList<LaneUse> Take(TimeSpan now, LaneQueue queue)
    {
        var uses = new LaneUse[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (queue.CountOf((SigningLane)lane) > 0)
            {
                waited[lane] += now - waitingSince[lane];
                waitingSince[lane] = now;
            }

            uses[lane] = new LaneUse(spent[lane], waited[lane]);
            (spent[lane], waited[lane]) = (0, TimeSpan.Zero);
        }

        return uses;
    }
}

/// <summary>The use of a lane in a period.</summary>
/// <param name="Work">The number of seconds for which it would have kept the whole vault busy.</param>
/// <param name="Waited">How long a caller waited in it.</param>
internal readonly record struct LaneUse(double Work, TimeSpan Waited);
