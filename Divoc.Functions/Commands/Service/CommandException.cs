namespace Divoc.Functions.Commands.Service;

/// <summary>A command can't be carried out. The message is for whoever gave it, and ends the command with <see cref="CommandRun.Failed"/>.</summary>
internal sealed class CommandException(string message, Exception? innerException = null) : Exception(message, innerException);
