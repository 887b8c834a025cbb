using System.Diagnostics;

namespace Divoc.Functions.Registry;

/// <summary>
/// Tells whoever listens that a named write is done. The listener's name is <c>Divoc.Functions.Writes</c>, the event's name is that of the
/// <see cref="ProtocolWrite"/>, its payload the certificate or request id.
/// </summary>
public static class ProtocolWrites
{
    private static readonly DiagnosticListener Listener = new("Divoc.Functions.Writes");

    /// <summary>Says that a write is done.</summary>
    public static void Done(ProtocolWrite write, string id)
    {
        if (Listener.IsEnabled())
        {
            Listener.Write(write.ToString(), id);
        }
    }
}
