namespace Divoc.Functions.Keys.KeyVault;

/// <summary>Measures what the lanes use of a vault. Its user sees to it that one thread at a time is in it.</summary>
internal sealed class LaneMeter
{
    private static readonly int Lanes = Enum.GetValues<SigningLane>().Length;

    private readonly double[] spent = new double[Lanes];
    private readonly TimeSpan[] waited = new TimeSpan[Lanes];
    private readonly TimeSpan[] waitingSince = new TimeSpan[Lanes];

    /// <summary>A turn was taken.</summary>
    public void Spent(SigningLane lane, double work) => spent[(int)lane] += work;

    /// <summary>Somebody is about to wait in a lane.</summary>
    public void Began(SigningLane lane, TimeSpan now, LaneQueue queue)
    {
        if (queue.CountOf(lane) == 0)
        {
            waitingSince[(int)lane] = now;
        }
    }

    /// <summary>Somebody has ceased to wait in a lane.</summary>
    public void Ended(SigningLane lane, TimeSpan now, LaneQueue queue)
    {
        if (queue.CountOf(lane) == 0)
        {
            waited[(int)lane] += now - waitingSince[(int)lane];
        }
    }

    /// <summary>What was measured since this was asked last.</summary>
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

/// <summary>What a lane used in a while.</summary>
/// <param name="Work">For how many seconds it would have kept the whole vault busy.</param>
/// <param name="Waited">For how long somebody waited in it.</param>
internal readonly record struct LaneUse(double Work, TimeSpan Waited);
