using Downbeat.App.Verbs;
using Downbeat.Cli;

Console.OutputEncoding = System.Text.Encoding.UTF8;
return await CommandLine.InvokeAsync(new ToolVerbHost(), args);
