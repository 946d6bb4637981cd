using SmartPbx.Bench;
using SmartPbx.Bench.Capacity;
using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;
using SmartPbx.Bench.Parser;
using SmartPbx.Bench.Relay;
using SmartPbx.Bench.Signalling;
using SmartPbx.Bench.Transcoding;

if (args is ["relay-host", ..]) return RelayHost.Run(args[1..]);
if (args is ["parser-host", ..]) return ParserHost.Run(args[1..]);

IBenchPart[] parts = [new RelayPart(), new CapacityPart(), new RecordedPart(), new TranscodePart(), new SignallingPart(), new ParserPart()];
try
{
    if (args is ["serve", ..]) return LoadTarget.Run(BenchArguments.Parse(args[1..]));
    var arguments = BenchArguments.Parse(args);
    var figures = new FigureBook(arguments.Artifacts);
    Cores.PinThisProcess();
    Show.Title("The machine before anything is measured");
    Show.Note(StallCheck.Run(arguments));
    foreach (var part in parts.Where(p => arguments.Wants(p.Name)))
    {
        Show.Title(part.Title);
        part.Run(new BenchContext(arguments, figures));
        figures.Print(part.Name);
    }
    Show.Note($"every figure was appended to {figures.File}");
    return 0;
}
catch (BenchFailedException failure)
{
    Show.Failed(failure.Message);
    return 1;
}
